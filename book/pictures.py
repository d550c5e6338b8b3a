"""Pictures of figures, for those who share a page and for the README: ``python -m book.pictures``.

They are taken from the built site and kept in ``assets/share`` and ``assets/readme``; run this when
a figure has changed. Needs Chromium, as the PDF does.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from book.paper import chromium

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
    "08-convolution": "fc-window",
    "09-heat-maps": "fc-heat-map",
    "10-train": "fc-broken-training",
}
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
  holder.style.cssText = "margin:0;container-type:normal";
  holder.append(figure);
  page.append(heading, holder);
  document.body.append(page);
  const room = Math.min(1100 / figure.offsetWidth, 490 / figure.offsetHeight);
  figure.style.zoom = Math.min(1.5, room);
}"""


def main():
    shared, readme = BOOK / "assets" / "share", BOOK / "assets" / "readme"
    for folder in (shared, readme):
        folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        for name, figure in SHARED.items():
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto((SITE / f"{name}.html").as_uri())
            page.evaluate(ALONE, figure)
            page.screenshot(path=shared / f"{name}.png")
            page.close()
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            page.goto((SITE / "01-neuron-to-layer.html").as_uri())
            page.locator("fc-neuron-to-layer .node[data-key=y1]").hover()
            page.locator("fc-neuron-to-layer").screenshot(path=readme / f"layer-{scheme}.png")
            page.close()


if __name__ == "__main__":
    main()
