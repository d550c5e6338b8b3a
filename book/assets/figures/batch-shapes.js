// Chapter 02: three sliders set the sizes; the shapes of Y = X Wᵀ + b follow, and what NumPy does with six wrong ways
// of writing it. Nothing is multiplied: NumPy decides by the shapes alone, and so does this.

import { announcer } from "./announce.js";

const written = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

// NumPy refuses; the message is the operation by its shapes.
class Mismatch extends Error {
  constructor(left, sign, right) {
    super(`${written(left)} ${sign} ${written(right)}`);
  }
}

function matmul(left, right) {
  if (left.at(-1) !== right[0]) throw new Mismatch(left, "@", right);
  return [...left.slice(0, -1), right[1]];
}

// Shapes are compared from their ends; a size that is 1, or is not there, stretches to the other.
function broadcast(left, sign, right) {
  const length = Math.max(left.length, right.length);
  const size = (shape, axis) => shape[axis - length + shape.length] ?? 1;
  return Array.from({ length }, (_, axis) => {
    const [a, b] = [size(left, axis), size(right, axis)];
    if (a !== b && a !== 1 && b !== 1) throw new Mismatch(left, sign, right);
    return a === 1 ? b : a;
  });
}

const times = (left, right) => broadcast(left, "*", right);
const plus = (left, right) => broadcast(left, "+", right);

// For each mistake the shape of its result, and the sizes for which a result of the right shape is right.
const MISTAKES = {
  "x @ W + b": {
    shape: ({ N, D, M }) => plus(matmul([N, D], [M, D]), [M]),
    right: ({ D, M }) => D === 1 && M === 1, // W is then one number
  },
  "x * W + b": {
    shape: ({ N, D, M }) => plus(times([N, D], [M, D]), [M]),
    right: ({ D, M }) => D === 1 && M === 1,
  },
  "W @ x + b": {
    shape: ({ N, D, M }) => plus(matmul([M, D], [N, D]), [M]),
    right: ({ N, D, M }) => N === 1 && D === 1 && M === 1,
  },
  "x @ W.T + b[:, None]": {
    shape: ({ N, D, M }) => plus(matmul([N, D], [D, M]), [M, 1]),
    right: ({ M }) => M === 1, // b is then one number
  },
  "x @ W.reshape(x.shape[1], -1) + b": {
    shape: ({ N, D, M }) => plus(matmul([N, D], [D, M]), [M]),
    right: ({ D, M }) => D === 1 || M === 1, // a column and a row hold their entries in the same order
  },
  "x.flatten() @ W.T + b": {
    shape: ({ N, D, M }) => plus(matmul([N * D], [D, M]), [M]),
    right: () => true, // but with one axis its shape never is
  },
};

function verdict({ shape, right }, sizes) {
  const expected = written([sizes.N, sizes.M]);
  try {
    const found = written(shape(sizes));
    if (found !== expected) return ["wrong shape", `${found}, not ${expected}`];
    return right(sizes) ? ["right", "at these sizes"] : ["silent", "right shape, wrong values"];
  } catch (error) {
    if (error instanceof Mismatch) return ["error", error.message];
    throw error;
  }
}

function equalities({ N, D, M }) {
  if (N === D && D === M) return "N = D = M";
  if (N === D) return "N = D";
  if (N === M) return "N = M";
  return D === M ? "D = M" : "No two sizes are equal";
}

class BatchShapes extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    const sliders = this.querySelectorAll("input");
    for (const slider of sliders) {
      slider.value = slider.defaultValue; // a browser may restore another one
      slider.addEventListener("input", () => this.#update(sliders));
    }
    this.querySelector("button").addEventListener("click", () => {
      for (const slider of sliders) slider.value = sliders[1].value; // that of D
      this.#update(sliders);
    });
  }

  #update(sliders) {
    const sizes = {};
    for (const slider of sliders) {
      const name = slider.id.at(-1);
      sizes[name] = slider.valueAsNumber;
      slider.nextElementSibling.textContent = slider.value;
      this.querySelector(".product").style.setProperty(`--${name}`, slider.value);
    }
    for (const element of this.querySelectorAll("[data-shape]")) {
      element.textContent = written(element.dataset.shape.split(" ").map((name) => sizes[name]));
    }
    const silent = [];
    const lines = this.querySelectorAll("li");
    for (const line of lines) {
      const { code } = line.dataset;
      const [kind, detail] = verdict(MISTAKES[code], sizes);
      line.dataset.kind = kind;
      line.querySelector(".kind").textContent = kind;
      line.querySelector(".detail").textContent = detail;
      if (kind === "silent") silent.push(code);
    }
    const summary = `${equalities(sizes)}. Silent: ${silent.length} of ${lines.length}.`;
    this.querySelector(".summary").textContent = summary;
    this.#say(() => [summary, ...silent].join(" "));
  }
}

customElements.define("fc-batch-shapes", BatchShapes);
