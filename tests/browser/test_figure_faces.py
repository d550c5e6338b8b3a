"""Figures are drawn in the faces that the site ships, whatever the reader's system has."""

import pytest
from test_figure_targets import PAGES, open_with_figures

pytestmark = pytest.mark.browser

# What a figure shows, and pictures that a chapter's cells draw.
SHOWN = ":is(figure.interactive > :not(figcaption), .cell_output .text_html) *"
# Code is set as everywhere on the page, in the system's face.
LEAVE_CODE_OUT = "document.querySelectorAll('code').forEach((code) => code.remove())"


@pytest.mark.parametrize("name", PAGES or ["none"])
def test_figures_use_no_face_of_the_system(windows, url, name):
    page, _ = windows.take()
    open_with_figures(page, url, name)
    page.evaluate(LEAVE_CODE_OUT)
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    found = cdp.send("DOM.querySelectorAll", {"nodeId": root, "selector": SHOWN})["nodeIds"]
    faces = {}
    for node in found:
        for font in cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            faces.setdefault((font["familyName"], font["isCustomFont"]), node)
    assert any(custom for _, custom in faces)
    of_the_system = {
        family: cdp.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"][:200]
        for (family, custom), node in faces.items()
        if not custom
    }
    cdp.detach()
    assert of_the_system == {}
