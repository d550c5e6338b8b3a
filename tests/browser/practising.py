"""Do an exercise in the page as a reader does."""

import json
import re
import time

import nbformat
from playwright.sync_api import expect

PATIENCE = 600_000  # ms: on a loaded machine Python starts, and runs chapter 7, in minutes


class Reader:
    """A reader in front of an exercise.

    Attributes
    ----------
    page : playwright.sync_api.Page
    """

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.errors = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def go(self, name):
        """Open the exercise in its chapter, and ask for Python."""
        self.page.goto(f"{self.url}{name}.html")
        self.page.get_by_role("button", name="Try it here").click()
        self.wait_for("Python is ready.")

    def go_alone(self, name):
        """Open the exercise on its own page, where the first Run asks for Python."""
        self.page.goto(f"{self.url}practise/{name}.html")
        self.page.locator(".practise-cell").first.wait_for()

    def wait_for(self, words):
        """Wait until the state of Python is this."""
        expect(self.page.locator(".practise-state")).to_have_text(
            re.compile(words), timeout=PATIENCE
        )

    def cell(self, name):
        """Return a cell by its id, such as ``grad_W_answer``."""
        words = name.replace("_", " ").replace("-", " ")
        pattern = re.compile(f"^(Your code|Check|Given code): {re.escape(words)}$")
        return self.page.get_by_role("group", name=pattern)

    def write(self, name, text):
        """Put a text in the place of what stands in a cell."""
        self.cell(name).locator(".cm-content").fill(text)

    def text(self, name):
        """Return what stands in a cell."""
        return "\n".join(self.cell(name).locator(".cm-line").all_inner_texts()).replace(
            "\u200b", ""
        )

    def press(self, name, button):
        """Press a button of a cell."""
        self.cell(name).get_by_role("button", name=button, exact=True).click()

    def run(self, name):
        """Run a cell to its end; return its output."""
        self.press(name, "Run")
        self.wait_until_idle()
        return self.output(name)

    def run_all(self):
        """Run all cells to the end."""
        self.page.get_by_role("button", name="Run all").click()
        self.wait_until_idle()

    def wait_until_idle(self):
        """Wait until no cell runs, and no run was asked for."""
        self.page.wait_for_function("!document.querySelector('.practise-cell.is-running')")
        expect(self.page.get_by_role("button", name="Run all")).to_be_visible(timeout=PATIENCE)

    def output(self, name):
        """Return what a cell shows."""
        return self.cell(name).locator(".practise-output").inner_text().strip()

    def told(self):
        """Return what each cell has printed, and its error, in the order of the cells."""
        return self.page.locator(".practise-place .practise-output").evaluate_all(TOLD)

    def points(self):
        """Return the line on the points."""
        return self.page.locator(".practise-points").inner_text()

    def wait_until_kept(self, name, version, cell, text):
        """Wait until the browser keeps this text of a cell; None if nothing."""
        until(self.page, KEPT, [name, version, cell, text])

    def download(self):
        """Download the notebook."""
        with self.page.expect_download() as waited:
            self.page.get_by_role("button", name="Download with my answers").click()
        return nbformat.read(waited.value.path(), as_version=4)

    def download_all(self):
        """Save all exercises' answers; return the file's text."""
        self.page.get_by_text("More", exact=True).click()
        with self.page.expect_download() as waited:
            self.page.get_by_role("button", name="Save all exercises' answers").click()
        return waited.value.path().read_text(encoding="utf-8")


def python_for_all(context, url):
    """Start one Python, in a page of its own; those opened after it use that, each its own names.

    A start takes seconds. What belongs to a start, to stopping and to what is fetched for it has to
    be tested without this.
    """
    holder = context.new_page()
    holder.set_default_timeout(PATIENCE)
    holder.goto(f"{url}404.html")
    holder.evaluate(HOLD_PYTHON, url)
    context.add_init_script(ASK_THE_HOLDER)


HOLD_PYTHON = """(url) => new Promise((resolve, reject) => {
  const python = new Worker(`${url}_static/practise/worker.js`, {type: "module"});
  const line = new BroadcastChannel("python");
  python.onmessage = ({data}) => {
    if (data.ready) resolve();
    else if (data.failed) reject(new Error(data.failed));
    else line.postMessage(data);
  };
  line.onmessage = ({data}) => {
    if (data.start) line.postMessage({ready: true, fetched: []});
    else python.postMessage(data);
  };
  python.postMessage({start: `${url}_static/pyodide/`});
})"""
ASK_THE_HOLDER = """globalThis.Worker = class {
  #line = new BroadcastChannel("python");
  set onmessage(receive) { this.#line.onmessage = receive; }
  postMessage({start, run}) {
    const space = `${location.pathname} ${run?.space}`;
    this.#line.postMessage(start ? {start} : {run: {...run, space}});
  }
};"""


def until(page, promised, argument):
    """Wait until a promise gives true: to ``wait_for_function`` the promise itself is true."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(promised, argument):
        assert time.monotonic() < end, f"never true for {argument}: {promised}"
        page.wait_for_timeout(50)


TOLD = """(outputs) => outputs.map((output) =>
  [...output.querySelectorAll("pre")].map((part) => part.textContent))"""
KEPT = """([exercise, version, cell, text]) => new Promise((resolve) => {
  const opening = indexedDB.open("fclib", 1);
  // Before the page has made its store there is none, and this must not make an empty one.
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve(false);
  opening.onsuccess = () => {
    const store = opening.result.transaction("answers").objectStore("answers");
    const asking = store.get([exercise, version, cell]);
    asking.onsuccess = () => {
      opening.result.close();
      resolve((asking.result?.text ?? null) === text);
    };
  };
})"""


def version(site, name):
    """Return the version of an exercise that its page has."""
    return json.loads((site / "practise" / f"{name}.json").read_text(encoding="utf-8"))["version"]
