// The scales of figures/chart.py, for charts that change.
//
// chartOf(element), for an element with data-x and data-y ("log 0.1 1000" or "linear 0 5"), has
//   x(value), y(value)  the place in per cent, across and down
//   path(points)        what goes into the d of a path: points are [x, y], null breaks the line
//   move(element, x, y) puts a circle or a text there
// onDrag(plot, { start, move }) calls move(from 0 to 1) while a pointer is dragged sideways over the plot and when it
//   taps. A vertical stroke scrolls the page: what start() returned is given back to move.cancel.

function scaleOf(text) {
  const [kind, ...ends] = text.split(" ");
  const measure = kind === "log" ? Math.log10 : Number;
  const [low, high] = ends.map((end) => measure(Number(end)));
  return (value) => (100 * (measure(value) - low)) / (high - low);
}

export function chartOf({ dataset }) {
  const x = scaleOf(dataset.x);
  const up = scaleOf(dataset.y);
  const y = (value) => 100 - up(value);
  return {
    x,
    y,
    path(points) {
      let pen = "M";
      return points
        .map((point) => {
          if (point === null) {
            pen = "M";
            return "";
          }
          const place = `${pen}${x(point[0]).toFixed(2)} ${y(point[1]).toFixed(2)}`;
          const drawn = pen === "M" ? `${place}h0` : place;
          pen = "L";
          return drawn;
        })
        .join("");
    },
    move(element, ...point) {
      const [across, down] = element.tagName === "circle" ? ["cx", "cy"] : ["x", "y"];
      element.setAttribute(across, `${x(point[0]).toFixed(2)}%`);
      element.setAttribute(down, `${y(point[1]).toFixed(2)}%`);
    },
  };
}

export function onDrag(plot, { move, start, cancel }) {
  plot.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !down.isPrimary) return;
    const before = start();
    const listening = new AbortController();
    const listen = (type, listener) => plot.addEventListener(type, listener, listening);
    const follow = (event) => {
      const { left, width } = plot.getBoundingClientRect();
      move(Math.min(1, Math.max(0, (event.clientX - left) / width)));
    };
    plot.setPointerCapture(down.pointerId);
    listen("pointermove", follow);
    listen("pointerup", (event) => {
      follow(event);
      listening.abort();
    });
    listen("pointercancel", () => {
      cancel(before);
      listening.abort();
    });
  });
}
