// The scales of figures/chart.py, for charts that change.
//
// chartOf(element), for an element with data-x and data-y ("log 0.1 1000" or "linear 0 5"), has
//   x(value), y(value)  the place in per cent, across and down
//   path(points)        what goes into the d of a path: points are [x, y], null breaks the line
//   move(element, x, y) puts a circle or a text there
// onDragAcross(plot, { start, move, cancel })
//   calls move(from 0 to 1) while a pointer is dragged sideways over the plot and when it taps; see drag.js.

import { onDrag } from "./drag.js";

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

export function onDragAcross(plot, { start, move, cancel }) {
  const follow = (event) => {
    const { left, width } = plot.getBoundingClientRect();
    move(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  onDrag(plot, { start, move: follow, cancel });
}
