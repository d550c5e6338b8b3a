"""The accessibility rules of axe-core, on a page or a part of it."""

from axe_playwright_python.base import AXE_SCRIPT

# The rule named here is an experiment in axe-core 4.12, and off; 4.14 has it on.
ALL_RULES = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
# Colours hang on the scheme, all the rest on the width.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
ALL_BUT_COLOURS = {
    "rules": {**ALL_RULES["rules"], **{rule: {"enabled": False} for rule in COLOURS["runOnly"]}}
}
# Preloading means that axe-core fetches style sheets itself, some from addresses that do not exist.
RUN_AXE = """([part, options]) => axe.run(part, {
  resultTypes: ["violations"], preload: false, ...options
})"""
# Contrast takes axe-core most of its time, and is the same wherever text of one kind stands on one
# ground. Outside figures it judges three texts of each look, as it has no verdict on a text that
# something overlaps. A look is an element's name and classes, and its parent's, the colour, size
# and weight of its text, and what is painted behind it.
CHOOSE_TEXTS = """() => {
  const CLEAR = /^rgba\\(0, 0, 0, 0\\),none,1,(static|relative)$/;
  const grounds = new Map([[document.documentElement, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, position].join();
      grounds.set(element, ground(element.parentElement) + (CLEAR.test(own) ? "" : ` ${own}`));
    }
    return grounds.get(element);
  };
  const name = (element) => `${element.localName}.${element.getAttribute("class")}`;
  const seen = new Map();
  for (const element of document.querySelectorAll("body *")) {
    const reads = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const shown = reads && element.checkVisibility();
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const look = [name(element), name(element.parentElement), color, fontSize, fontWeight,
      textShadow, ground(element)].join();
    if (shown) seen.set(look, (seen.get(look) ?? 0) + 1);
    element.toggleAttribute("data-judged",
      shown && (seen.get(look) <= 3 || element.closest("figure") !== null));
  }
  axe.configure({rules: [{id: "color-contrast", selector: "[data-judged], input, select"}]});
}"""


def results(page, options=None, part="html"):
    """Return what axe-core says: all violations, and one element for each rule that was kept."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(CHOOSE_TEXTS)
    return page.evaluate(RUN_AXE, [part, options or {}])


def violations(page, options=None):
    """Return the violations of axe-core's rules, one readable line for each element."""
    return lines(results(page, options))


def lines(found):
    """Return one readable line for each element that violates a rule."""
    return [
        f"{rule['id']}: {node['html'][:150]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
