// Images and maps of figures/pixels.py, and a place on them.
//
// paint(group, values, columns)  repaints a picture with values from 0 to 1, row by row
// onPlace(element, { start, move, cancel })
//   calls move(across, down), both from 0 to 1, while a pointer is dragged over the element and when it taps; see
//   drag.js.

import { onDrag } from "./drag.js";

export function paint(group, values, columns) {
  const paths = [...group.children];
  const outlines = paths.map(() => "");
  const level = (at) => Math.round(values[at] * paths.length);
  for (let at = 0; at < values.length; ) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let width = 1;
    while (column + width < columns && level(at + width) === level(at)) width += 1;
    if (level(at) > 0) outlines[level(at) - 1] += `M${column} ${row}h${width}v1h${-width}z`;
    at += width;
  }
  paths.forEach((path, k) => path.setAttribute("d", outlines[k]));
}

export function onPlace(element, { start, move, cancel }) {
  const follow = ({ clientX, clientY }) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    move((clientX - left) / width, (clientY - top) / height);
  };
  onDrag(element, { start, move: follow, cancel });
}
