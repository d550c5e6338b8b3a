"""A real JupyterLab for a test, and what a person does in it."""

import json
import queue
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import expect

TOKEN = "for-tests-alone"
PATIENCE = 240_000  # ms: on a loaded machine a kernel takes a minute to start
SECONDS_TO_START, SECONDS_TO_STOP = 240, 60
SERVER = [
    *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
    *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"),
]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+/)lab\?")


def keep_quiet(home):
    """Let the JupyterLab of a home ask neither other hosts for news nor the person about it."""
    folder = home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    settings = {"fetchNews": "false", "checkForUpdates": False}
    (folder / "notification.jupyterlab-settings").write_text(json.dumps(settings), "utf-8")


@contextmanager
def jupyter_lab(folder, environment, log):
    """Run JupyterLab in a folder; give its address, and end it and its kernels at the end.

    Kernels watch their parent, so they end also when the server has to be killed.
    """
    addresses = queue.Queue()
    with subprocess.Popen(
        SERVER, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        reader = Thread(target=_read, args=[server.stderr, log, addresses])
        reader.start()
        try:
            address = addresses.get(timeout=SECONDS_TO_START)
            assert address, f"JupyterLab did not start:\n{Path(log).read_text('utf-8')[-3000:]}"
            yield address
        finally:
            server.terminate()
            try:
                server.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                server.kill()
            reader.join()


def _read(lines, log, addresses):
    """Keep all that a server says, and hand on its address; None when it has ended."""
    with open(log, "w", encoding="utf-8") as kept:
        for line in lines:
            kept.write(line)
            kept.flush()
            if found := ADDRESS.search(line):
                addresses.put(found[1])
    addresses.put(None)


class Student:
    """Somebody in front of JupyterLab, and a picture of each step.

    Parameters
    ----------
    page : playwright.sync_api.Page
    address : str
        The server's.
    pictures : Path
        The folder for the pictures.
    """

    def __init__(self, page, address, pictures):
        self.page = page
        self.pictures = pictures
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}lab?token={TOKEN}")
        page.locator("#jp-main-dock-panel .jp-Launcher").wait_for()

    def picture(self, name):
        """Keep a picture of the screen."""
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def menu(self, name, command):
        """Choose a command from a menu."""
        self.page.locator("#jp-menu-panel .lm-MenuBar-itemLabel", has_text=name).click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').click()

    def tab(self, label):
        """Go to an open tab."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=label).click()

    # nbgrader's list of assignments

    def assignment(self, kind):
        """Return the one assignment in a part of the list: released, fetched or submitted."""
        return self.page.locator(f"#{kind}_assignments_list > .list_item")

    def press(self, kind, button):
        """Press the button of the one assignment in a part of the list."""
        self.assignment(kind).get_by_role("button", name=button, exact=True).click()

    # A notebook

    def cell(self, text):
        """Return the first code cell that has a text, scrolled to."""
        cell = self.page.locator(".jp-NotebookPanel:visible .jp-CodeCell", has_text=text).first
        cell.scroll_into_view_if_needed()
        return cell

    def replace_line(self, text, line, new):
        """In the cell that has a text, write something else on one of its lines."""
        self.cell(text).locator(".cm-line", has_text=line).click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")  # to where the indentation ends
        self.page.keyboard.type(new)

    def run(self, text):
        """Run the cell that has a text; when it has run, return its output."""
        cell = self.cell(text)
        prompt = cell.locator(".jp-InputPrompt")
        another = re.compile(rf"^(?!{re.escape(prompt.inner_text())})\[\d+\]:$")
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).to_have_text(another, timeout=PATIENCE)
        return cell.locator(".jp-OutputArea")

    def validate(self, picture):
        """Press Validate and keep a picture of what it says; close and return it."""
        self.page.locator("jp-button.validate-button:visible").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        self.picture(picture)
        text = dialog.inner_text()
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")
        return text
