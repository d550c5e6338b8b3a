// A finger covers more than an edge of a network or a cell of a table. What it meets in a drawing goes to the nearest
// of its parts, at most REACH away, as if the finger had met that one.

const REACH = 22; // pixels: half of the 44 that a finger needs

export function giveToNearest(drawing, parts) {
  const give = (event) => {
    if (event.pointerType === "mouse") return; // it points at what it means
    const met = event.target.closest(parts);
    let [nearest, least] = [met, met ? distance(met, event) : REACH];
    for (const part of drawing.querySelectorAll(parts)) {
      const away = part.getClientRects().length ? distance(part, event) : Infinity;
      if (away < least) [nearest, least] = [part, away];
    }
    if (nearest === met) return;
    event.stopPropagation();
    nearest.dispatchEvent(new event.constructor(event.type, event));
  };
  for (const type of ["pointerover", "pointerdown", "click"]) drawing.addEventListener(type, give, true);
}

// From a line, or from the box of anything else.
function distance(part, { clientX, clientY }) {
  const shape = part.querySelector(".hit") ?? part;
  if (shape.localName !== "line") {
    const { left, right, top, bottom } = shape.getBoundingClientRect();
    return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
  }
  const { x1, y1, x2, y2 } = shape;
  const [from, to] = [[x1, y1], [x2, y2]].map(([x, y]) => new DOMPoint(x.baseVal.value, y.baseVal.value).matrixTransform(shape.getScreenCTM()));
  const [across, down] = [to.x - from.x, to.y - from.y];
  const along = ((clientX - from.x) * across + (clientY - from.y) * down) / (across ** 2 + down ** 2);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(clientX - from.x - share * across, clientY - from.y - share * down);
}
