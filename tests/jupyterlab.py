"""What a person does in JupyterLab, wherever it runs."""

import re

from playwright.sync_api import expect

PATIENCE = 240_000  # ms: on a loaded machine a server or a kernel takes a minute to start


class Pictured:
    """Somebody at a page, and a picture of each step.

    Attributes
    ----------
    page : playwright.sync_api.Page
    pictures : Path
        The folder for the pictures.
    """

    def picture(self, name):
        """Keep a picture of the screen."""
        self.page.screenshot(path=self.pictures / f"{name}.png")


class JupyterLab(Pictured):
    """An open page of JupyterLab with nbgrader's extensions."""

    def menu(self, name, command):
        """Choose a command from a menu."""
        self.page.locator("#jp-menu-panel .lm-MenuBar-itemLabel", has_text=name).click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').click()

    def tab(self, label):
        """Go to an open tab."""
        self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=label).click()

    # nbgrader's list of assignments

    def open_list(self):
        """Wait for JupyterLab, and open the list."""
        self.page.locator("#jp-main-dock-panel .jp-Launcher").wait_for()
        self.menu("Nbgrader", "nbgrader:open-assignment-list")

    def assignments(self, kind):
        """Return the rows of a part of the list: released, fetched or submitted."""
        return self.page.locator(f"#{kind}_assignments_list > .list_item")

    def press(self, kind, button):
        """Press a button beside the one assignment in a part of the list."""
        self.assignments(kind).get_by_role("button", name=button, exact=True).click()

    def open_notebook(self, name):
        """Open the fetched notebook."""
        fetched = self.assignments("fetched")
        fetched.locator(".assignment-notebooks-link").click()
        fetched.get_by_role("link", name=name).last.click()

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

    # The page with feedback, in the folder that is shown

    def open_feedback(self):
        """Open the page; return its body when it has come."""
        self.page.locator(".jp-DirListing-item", has_text=".html").dblclick()
        body = self.page.frame_locator(".jp-HTMLViewer:visible iframe").locator("body")
        body.get_by_text("of 20 points").wait_for()
        return body
