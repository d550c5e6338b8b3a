"""Somebody at the hub, in a browser, and a picture of each step."""

import re

from playwright.sync_api import expect

from tests.jupyterlab import PATIENCE, JupyterLab, Pictured


class Person(Pictured):
    """Somebody who has logged in at the hub.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
    address : str
        The hub's.
    name, password : str
    pictures : Path
        The folder for the pictures.
    """

    def __init__(self, browser, address, name, password, pictures, then=""):
        self.name, self.address, self.pictures = name, address, pictures
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.goto(f"{address}/hub/login?next={then}")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def status(self, path):
        """Return the status of a page at the hub, for somebody who is logged in."""
        return self.context.request.get(self.address + path).status

    def text(self, path):
        """Return a page at the hub."""
        return self.context.request.get(self.address + path).text()


class Student(Person, JupyterLab):
    """A student in JupyterLab."""

    def menu_entries(self, name):
        """Return what a menu offers, and close it."""
        self.page.locator("#jp-menu-panel .lm-MenuBar-itemLabel", has_text=name).click()
        entries = self.page.locator(".lm-Menu .lm-Menu-itemLabel").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [entry for entry in entries if entry]

    def fetch(self):
        """Fetch the one released assignment."""
        expect(self.assignments("released")).to_have_count(1)
        self.press("released", "Fetch")
        expect(self.assignments("fetched")).to_have_count(1)

    def wait_for_kernel(self):
        """Wait until the kernel of the notebook in front can be used."""
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle")

    def save(self):
        """Save the notebook in front, and wait until it is saved."""
        self.menu("File", "docmanager:save")
        expect(self.page.locator(".lm-mod-current.jp-mod-dirty")).to_have_count(0)

    def submit(self):
        """Submit the one fetched assignment."""
        self.tab("Assignments")
        with self.page.expect_response(lambda answer: "/assignments/submit" in answer.url) as got:
            self.press("fetched", "Submit")
        assert got.value.json()["success"]
        expect(self.assignments("submitted")).to_have_count(1)

    def try_to_submit(self, picture):
        """Press Submit where that cannot work; return what the message says."""
        self.tab("Assignments")
        self.press("fetched", "Submit")
        dialog = self.page.locator(".jp-Dialog")
        dialog.wait_for()
        self.picture(picture)
        said = dialog.inner_text()
        dialog.get_by_role("button", name="Ok").click()
        return said

    def read_feedback(self, picture):
        """Fetch the feedback of the one submission and open it; return its text."""
        self.tab("Assignments")
        self.press("submitted", "Fetch Feedback")
        self.page.locator("#submitted_assignments_list").get_by_text("(view feedback)").click()
        body = self.open_feedback()
        self.picture(picture)
        return body.inner_text()

    def run_notebook(self, path):
        """Open a notebook and run all its cells; return what they print."""
        self.page.goto(f"{self.address}/user/{self.name}/lab/tree/{path}")
        self.wait_for_kernel()
        self.menu("Run", "runmenu:run-all")
        last = self.page.locator(".jp-NotebookPanel:visible .jp-CodeCell").last
        expect(last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
        output = last.locator(".jp-OutputArea-output")
        output.scroll_into_view_if_needed()
        return output.inner_text()


class Instructor(Person):
    """An instructor in formgrader."""

    def open_formgrader(self, course):
        """Open the list of assignments."""
        self.page.goto(f"{self.address}/services/{course}/formgrader")
        self.page.wait_for_selector("tbody tr td.status")

    def row(self, text):
        """Return the row of a table that has a text."""
        return self.page.locator("tbody tr", has_text=text)

    def press(self, row, column):
        """Press the button in a column of a row; close the message that follows, and return it."""
        self.row(row).locator(f"td.{column} a").click()
        dialog = self.page.locator(".modal.in")
        dialog.wait_for()
        self.page.wait_for_function("document.getAnimations().length === 0")  # it slides in
        said = dialog.inner_text()
        dialog.get_by_text("OK", exact=True).click()
        dialog.wait_for(state="hidden")
        return said

    def add_student(self, student, first_name, last_name):
        """Add a student to the course, on the page with its students."""
        self.page.get_by_text("Add new student...").click()
        dialog = self.page.locator(".modal.in")
        for field, value in (("id", student), ("first-name", first_name), ("last-name", last_name)):
            dialog.locator(f"input.{field}").fill(value)
        with self.page.expect_response(
            lambda response: response.request.method == "PUT" and "/api/student/" in response.url
        ):  # the dialog may close before the answer is there
            dialog.get_by_role("button", name="Save").click()
        dialog.wait_for(state="hidden")
