// A number that can be dragged sideways or changed with the keyboard.
//
// scrub(element, { label, minimum, maximum, step, value, onChange, handles })
//   turns element into a slider of the accessibility tree and calls onChange(value) after every change by the
//   reader. handles are further elements, such as an edge of a drawing, that drag the same number.
//   Returns a function that sets the number without calling onChange.

import { onDrag } from "./drag.js";

const PIXELS_PER_STEP = 10;
const STEPS_PER_PAGE = 4;

// A real minus sign in print; String() also writes −0 as 0.
export function format(value) {
  return String(value).replace("-", "\u2212");
}

// Between two signs a negative number needs its brackets, as on paper.
export function bracketed(value) {
  return value < 0 ? `(${format(value)})` : format(value);
}

// Screen readers skip the sign U+2212 as often as they read it.
export function spoken(value) {
  return String(value).replace("-", "minus ");
}

export function scrub(element, { label, minimum, maximum, step, value, onChange, handles = [] }) {
  const set = (next) => {
    value = next;
    element.setAttribute("aria-valuenow", value);
    element.setAttribute("aria-valuetext", spoken(value));
  };
  const change = (next) => {
    const allowed = Math.min(maximum, Math.max(minimum, next));
    if (allowed === value) return;
    set(allowed);
    onChange(value);
  };

  element.setAttribute("role", "slider");
  element.setAttribute("tabindex", 0);
  element.setAttribute("aria-label", label);
  element.setAttribute("aria-valuemin", minimum);
  element.setAttribute("aria-valuemax", maximum);
  set(value);

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = {
      ArrowRight: value + step,
      ArrowUp: value + step,
      ArrowLeft: value - step,
      ArrowDown: value - step,
      PageUp: value + STEPS_PER_PAGE * step,
      PageDown: value - STEPS_PER_PAGE * step,
      Home: minimum,
      End: maximum,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    change(target);
  });

  for (const handle of [element, ...handles]) {
    handle.classList.add("scrub");
    onDrag(handle, {
      start: () => value,
      move: ({ clientX }, from, down) => change(from + Math.round((clientX - down.clientX) / PIXELS_PER_STEP) * step),
      cancel: change,
      // The arrow keys go on from where the drag ended.
      end: () => element.focus({ preventScroll: true }),
    });
  }
  return set;
}
