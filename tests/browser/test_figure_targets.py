"""What a finger meets in every figure: 44 pixels for each part that can be pressed or dragged."""

import re

import figure_checks as checks
import pytest
from conftest import SITE

pytestmark = pytest.mark.browser

PAGES = sorted(
    path.name
    for path in SITE.glob("*.html")
    if path.name != "index.html" and 'class="interactive' in path.read_text(encoding="utf-8")
)
# A pointer finds a part by its cursor; a screen reader, and a finger, find the other ones.
# For each part: points of a circle of 44 pixels around its middle, or the middle of its line. What
# a finger meets there has to be the part, or another one that is at least as near.
MISSED = """() => {
  const REACH = 21;  // half of the 44, less the edge
  const PLAIN = ["auto", "default", "text"];
  const partOf = (e) => e?.closest("label") ?? e;
  const KINDS = "button, input, select, summary, [role=slider], [tabindex], .node";
  const pressable = (e) => e.matches(KINDS)
    || !PLAIN.includes(getComputedStyle(e).cursor)
      && getComputedStyle(e).cursor !== getComputedStyle(e.parentElement).cursor;
  const away = (e, x, y) => {
    const shape = e.querySelector(".hit") ?? e;
    if (shape.localName === "line") {
      const [from, to] = ends(shape);
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      const along = ((x - from.x) * (to.x - from.x) + (y - from.y) * (to.y - from.y)) / length;
      const at = Math.min(length, Math.max(0, along)) / length;
      return Math.hypot(x - from.x - at * (to.x - from.x), y - from.y - at * (to.y - from.y));
    }
    const { left, right, top, bottom } = shape.getBoundingClientRect();
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  };
  const ends = (line) => [[line.x1, line.y1], [line.x2, line.y2]].map(([x, y]) =>
    new DOMPoint(x.baseVal.value, y.baseVal.value).matrixTransform(line.getScreenCTM()));
  const middle = (e) => {
    const shape = e.querySelector(".hit") ?? e;
    if (shape.localName === "line") {
      const [from, to] = ends(shape);
      return [(from.x + to.x) / 2, (from.y + to.y) / 2];
    }
    const { left, right, top, bottom } = shape.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  // Figures may hand what was met to another part: see who has it in the end.
  let met;
  document.addEventListener("pointerover", ({ target }) => { met = target; });
  const meet = (x, y) => {
    met = undefined;
    document.elementFromPoint(x, y)?.dispatchEvent(new PointerEvent("pointerover",
      { bubbles: true, clientX: x, clientY: y, pointerType: "touch" }));
    return met;
  };

  const missed = [];
  let count = 0;
  for (const figure of document.querySelectorAll("figure.interactive")) {
    const parts = new Set([...figure.querySelectorAll("*")]
      .filter((e) => e.getClientRects().length && e.checkVisibility({ visibilityProperty: true })
        && pressable(e)).map(partOf));
    const holder = (e) => {
      for (e = partOf(e); e && e !== figure; e = e.parentElement) if (parts.has(e)) return e;
    };
    for (const part of parts) {
      count += 1;
      (part.querySelector(".hit") ?? part).scrollIntoView({ block: "center", behavior: "instant" });
      const [left, top] = middle(part);
      for (let turn = 0; turn < 8; turn += 1) {
        const x = left + REACH * Math.cos(turn * Math.PI / 4);
        const y = top + REACH * Math.sin(turn * Math.PI / 4);
        const other = holder(meet(x, y));
        if (other === part || other && away(other, x, y) <= away(part, x, y) + 0.5) continue;
        missed.push([part.outerHTML.slice(0, 100), turn, other?.outerHTML.slice(0, 60)]);
      }
    }
  }
  return { count, missed };
}"""


def open_with_figures(page, url, name):
    """Open a page; its figures are alive when this returns."""
    page.goto(url + name)
    page.evaluate("document.fonts.ready.then(() => null)")
    for element in set(re.findall(r"<(fc-[\w-]+)>", (SITE / name).read_text("utf-8"))):
        page.locator(f"{element}:defined").wait_for()


@pytest.mark.parametrize("name", PAGES or ["none"])
def test_a_finger_finds_every_part_of_every_figure(windows, url, name):
    page, _ = windows.take(**checks.TOUCH)
    open_with_figures(page, url, name)
    seen = page.evaluate(MISSED)
    assert seen["count"] > 3
    assert seen["missed"] == [], "\n".join(map(str, seen["missed"]))
