"""Pictures of figures, for those who share a page and for the README: ``python -m book.pictures``.

They are taken from the built site and kept in ``assets/share`` and ``assets/readme``; run this when
a figure has changed. Needs Chromium, as the PDF does.
"""

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

from book.paper import chromium
from book.paper.__main__ import ADDRESS, answer

BOOK = Path(__file__).parent
SITE = BOOK.parent / "_build" / "html"
SIZE = {"width": 1200, "height": 630}  # what messengers expect
# The figure of each page that stands for it.
SHARED = {
    "intro": "fc-templates",
    "01-neuron-to-layer": "fc-neuron-to-layer",
    "02-batch": "fc-batch-shapes",
    "03-grad-x": "fc-paths",
    "04-grad-W": "fc-accumulate",
    "05-grad-b": "fc-sum-or-mean",
    "06-gradient-check": "fc-step-and-error",
    "07-parameters-and-cost": "fc-where-parameters-are",
    "08-convolution": "fc-window",
    "09-heat-maps": "fc-heat-map",
    "10-train": "fc-broken-training",
    "11-many-machines": "fc-many-machines",
    "12-fewer-bits": "fc-number-bits",
    "13-transformer": "fc-training-memory",
}
EXERCISE = BOOK.parent / "exercises" / "01-neuron-to-layer" / "01-neuron-to-layer.ipynb"
# The README's mistake: what stands in the cell where a student answers, and the cells beside it.
WITHOUT_BIASES = """def linear_scalar(x, W, b):
    y = []
    for row in W:
        y.append(sum(w * v for w, v in zip(row, x)))
    return y"""
SHOWN = ("linear_scalar_answer", "three_to_three")
# Nothing but the title and the figure, as large as fits.
ALONE = """selector => {
  const figure = document.querySelector(selector);
  const title = document.querySelector("h1").firstChild.parentElement.innerText.replace("#", "");
  const page = document.createElement("div");
  const heading = Object.assign(document.createElement("h1"), { textContent: title });
  page.style.cssText = "position:fixed;inset:0;z-index:9999;padding:36px 48px;" +
    "background:var(--pst-color-background);overflow:hidden";
  heading.style.cssText = "margin:0 0 20px;font-size:40px";
  const holder = document.createElement("figure");
  holder.className = "interactive";
  holder.style.cssText = "margin:0 auto;width:700px";  // as wide as in a chapter
  holder.append(figure);
  page.append(heading, holder);
  document.body.append(page);
  holder.style.zoom = Math.min(1100 / 700, 490 / figure.offsetHeight);
}"""


def mistake():
    """Run exercise 1 with a mistake in it; return the cells that show it, as a notebook."""
    notebook = nbformat.read(EXERCISE, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if cell.metadata}
    cells[SHOWN[0]].source = WITHOUT_BIASES
    notebook.cells = [cells[name] for name in ("setup", *SHOWN)]
    NotebookClient(notebook, allow_errors=True).execute()
    del notebook.cells[0]
    return notebook


def picture_of(notebook, browser, scheme, path):
    exporter = HTMLExporter(template_name="lab", theme=scheme)
    page = browser.new_page(viewport={"width": 760, "height": 600}, color_scheme=scheme)
    page.route("http*://**", lambda route: route.abort())  # what only formulas and widgets need
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "notebook.html")
        file.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
        page.goto(file.as_uri())
        page.locator("main").screenshot(path=path)
    page.close()


def main():
    shared, readme = BOOK / "assets" / "share", BOOK / "assets" / "readme"
    for folder in (shared, readme):
        folder.mkdir(exist_ok=True)
    notebook = mistake()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        for name, figure in SHARED.items():
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            # Not from the folder, where the face of the text comes too late to be shown.
            page.route(ADDRESS + "**", lambda route: answer(route, SITE, ""))
            page.goto(f"{ADDRESS}{name}.html")
            page.evaluate(ALONE, figure)
            page.screenshot(path=shared / f"{name}.png")
            page.close()
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            page.goto((SITE / "01-neuron-to-layer.html").as_uri())
            page.locator("fc-neuron-to-layer .node[data-key=y1]").hover()
            page.locator("fc-neuron-to-layer").screenshot(path=readme / f"layer-{scheme}.png")
            page.close()
            picture_of(notebook, browser, scheme, readme / f"mistake-{scheme}.png")


if __name__ == "__main__":
    main()
