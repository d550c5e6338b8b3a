// Chapter 06: the arithmetic of figures/step_and_error.py, in the same order, for every choice and step.
// Math.fround after each operation makes it that of float32: one operation on float32 in float64 rounds no differently.

import { announcer } from "./announce.js";
import { chartOf, onDragAcross } from "./chart.js";

const MANTISSAS = ["1", "1.25", "1.6", "2", "2.5", "3.2", "4", "5", "6.3", "8"];
const STEPS = Array.from({ length: 171 }, (_, k) => `${MANTISSAS[k % 10]}e${Math.floor(k / 10) - 16}`);
const ZERO = 1e-17; // where an error of 0 is drawn
const [FIRST, LAST] = [1e-16, 10];
const TYPES = {
  float64: { round: (value) => value, epsilon: 2 ** -52, places: 15 },
  float32: { round: Math.fround, epsilon: 2 ** -23, places: 8 },
};
const FUNCTIONS = {
  affine: { x: 1.3, f: (r, x) => r(r(1.5 * x) - r(0.7)), slope: () => 1.5 },
  tanh: { x: 0.5, f: (r, x) => r(Math.tanh(x)), slope: (x) => 1 - Math.tanh(x) * Math.tanh(x) },
  relu: { x: 0.01, f: (r, x) => Math.max(0, x), slope: () => 1 },
};

function derivative({ name, type, difference }, step) {
  const { round: r } = TYPES[type];
  const { x: point, f, slope } = FUNCTIONS[name];
  const [x, h] = [r(point), r(Number(step))];
  const after = f(r, r(x + h));
  const numerical =
    difference === "central" ? r(r(after - f(r, r(x - h))) / r(2 * h)) : r(r(after - f(r, x)) / h);
  const truth = slope(x);
  return { numerical, truth, error: Math.abs(numerical - truth) / truth };
}

function scientific(text) {
  if (Number(text) === 0) return "0";
  const [mantissa, exponent] = text.split("e");
  const sign = exponent.startsWith("-") ? "\u2212" : "";
  const size = exponent.replace(/^[-+]/, "");
  return size === "0" ? mantissa : `${mantissa} × 10<sup>${sign}${size}</sup>`;
}

function spoken(text) {
  if (Number(text) === 0) return "0";
  const [mantissa, exponent] = text.split("e");
  return `${mantissa} times 10 to the ${exponent.replace("-", "minus ").replace("+", "")}`;
}

// Where the guides run: a truncation of h to a power only where the function is curved.
function guides({ name, type, difference }) {
  const { epsilon } = TYPES[type];
  const order = difference === "central" ? 2 : 1;
  const best = epsilon ** (1 / (order + 1));
  const level = best ** (0.3 * order);
  const power = (words) => `<tspan dy="-5" class="power">${words}</tspan>`;
  const curved = name === "tanh";
  let mark = [];
  if (curved) mark = [best, best ** order, `ε${power(`1/${order + 1}`)}`];
  else if (name === "relu" && order === 2) mark = [FUNCTIONS.relu.x, 1, "kink"];
  return {
    rounding: { line: [FIRST, LAST].map((h) => [h, epsilon / h]), words: "ε/h", at: [epsilon / level, level] },
    truncation: {
      line: curved ? [FIRST, LAST].map((h) => [h, h ** order]) : [],
      words: curved ? ["h", "h²"][order - 1] : "",
      at: [level ** (1 / order), level],
    },
    mark: {
      line: mark.length ? [[mark[0], ZERO], [mark[0], mark[1]]] : [],
      words: mark[2] ?? "",
      at: [mark[0] ?? 1, 1e-15],
    },
  };
}

class StepAndError extends HTMLElement {
  #chart;
  #range;
  #say = announcer(this);

  connectedCallback() {
    this.#chart = chartOf(this.querySelector(".chart"));
    this.#range = this.querySelector("[type=range]");
    this.#range.addEventListener("input", () => this.#mark());
    this.querySelector(".choices").addEventListener("change", () => this.#draw());
    this.querySelector("button").addEventListener("click", () => set(this.#best()));
    const set = (value) => {
      this.#range.value = value;
      this.#mark();
    };
    onDragAcross(this.querySelector(".plot"), {
      start: () => this.#range.value,
      move: (share) => set(Math.round(share * (STEPS.length - 1))),
      cancel: set,
    });
    this.#mark(false);
  }

  // The step with the least error; where several have none, the largest.
  #best() {
    const errors = STEPS.map((step) => derivative(this.#chosen, step).error);
    return errors.lastIndexOf(Math.min(...errors));
  }

  get #chosen() {
    const [name, type, difference] = [...this.querySelectorAll(":checked")].map(({ value }) => value);
    return { name, type, difference };
  }

  // The curve that was there stays behind the new one.
  #draw() {
    const chosen = this.#chosen;
    const [curve, before] = [".curve", ".before"].map((name) => this.querySelector(name));
    before.setAttribute("d", curve.getAttribute("d"));
    const points = STEPS.flatMap((step) => {
      const { error } = derivative(chosen, step);
      return error ? [[Number(step), error]] : [null, [Number(step), ZERO], null];
    });
    curve.setAttribute("d", this.#chart.path(points));

    const [now, earlier] = this.querySelectorAll("[data-name]");
    earlier.innerHTML = now.innerHTML;
    const name = this.querySelector(`[value=${chosen.name}] + span`).innerHTML;
    now.innerHTML = `${name} at ${FUNCTIONS[chosen.name].x}, ${chosen.difference}, ${chosen.type}`;

    for (const [guide, { line, words, at }] of Object.entries(guides(chosen))) {
      this.querySelector(`[data-guide=${guide}]`).setAttribute("d", this.#chart.path(line));
      const text = this.querySelector(`[data-guide=${guide}-words]`);
      text.innerHTML = words;
      this.#chart.move(text, ...at);
    }
    this.#mark();
  }

  #mark(tell = true) {
    const chosen = this.#chosen;
    const step = STEPS[this.#range.value];
    const { numerical, truth, error } = derivative(chosen, step);
    this.#chart.move(this.querySelector(".point"), Number(step), error || ZERO);
    this.#range.setAttribute("aria-valuetext", spoken(step));

    const { places } = TYPES[chosen.type];
    const [text, true_] = [numerical, truth].map((value) => value.toFixed(places));
    let same = 0;
    while (same < text.length && text[same] === true_[same]) same += 1;
    const written = {
      h: scientific(step),
      numerical: `<b>${text.slice(0, same)}</b><span>${text.slice(same)}</span>`,
      true: true_,
      error: scientific(error.toExponential(1)),
    };
    for (const [key, markup] of Object.entries(written)) this.querySelector(`[data-value=${key}]`).innerHTML = markup;

    this.#say(tell && (() => `Step ${spoken(step)}, relative error ${spoken(error.toExponential(1))}`));
  }
}

customElements.define("fc-step-and-error", StepAndError);
