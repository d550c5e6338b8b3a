// Chapter 02: three sliders set the sizes; the shapes of the chosen formula follow, Y = X Wᵀ + b or one of six wrong ways
// of writing it, and what NumPy does with each. Nothing is multiplied: NumPy decides by the shapes alone, and so does this.

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

const OPERATIONS = { "@": matmul, "*": (left, right) => broadcast(left, "*", right) };
const plus = (left, right) => broadcast(left, "+", right);

const X = { letter: "x", name: "<i>X</i>", sizes: ["N", "D"] };
const W = { letter: "w", name: "<i>W</i>", sizes: ["M", "D"] };
const TRANSPOSED = { letter: "w", name: "<i>W</i><sup>T</sup>", sizes: ["D", "M"], was: ["W", ["M", "D"]] };
const RESHAPED = { letter: "w", name: "<i>W</i>", sizes: ["D", "M"], was: ["from", ["M", "D"]] };
const FLAT = { letter: "x", name: "<i>X</i>", sizes: ["N·D"], was: ["from", ["N", "D"]] };
const B = { letter: "b", name: "<b>b</b>", sizes: ["M"] };
const COLUMN = { letter: "b", name: "<b>b</b>", sizes: ["M", "1"] };

// What each formula multiplies and adds, and the sizes for which a result of the right shape is right.
const FORMULAS = {
  "x @ W.T + b": { left: X, sign: "@", right: TRANSPOSED, bias: B, agrees: () => true },
  "x @ W + b": { left: X, sign: "@", right: W, bias: B, agrees: ({ D, M }) => D === 1 && M === 1 }, // W is then one number
  "x * W + b": { left: X, sign: "*", right: W, bias: B, agrees: ({ D, M }) => D === 1 && M === 1 },
  "W @ x + b": { left: W, sign: "@", right: X, bias: B, agrees: ({ N, D, M }) => N === 1 && D === 1 && M === 1 },
  "x @ W.T + b[:, None]": { left: X, sign: "@", right: TRANSPOSED, bias: COLUMN, agrees: ({ M }) => M === 1 }, // b is then one number
  "x @ W.reshape(x.shape[1], -1) + b": {
    left: X,
    sign: "@",
    right: RESHAPED,
    bias: B,
    agrees: ({ D, M }) => D === 1 || M === 1, // a column and a row hold their entries in the same order
  },
  // With one axis its result never has the right shape.
  "x.flatten() @ W.T + b": { left: FLAT, sign: "@", right: TRANSPOSED, bias: B, agrees: () => true },
};
const RIGHT = Object.keys(FORMULAS)[0];

const sizeOf = (name, sizes) => name.split("·").reduce((product, letter) => product * (sizes[letter] ?? Number(letter)), 1);
const shapeOf = (names, sizes) => names.map((name) => sizeOf(name, sizes));

function resultOf({ left, sign, right, bias }, sizes) {
  const [first, second, added] = [left, right, bias].map((operand) => shapeOf(operand.sizes, sizes));
  return plus(OPERATIONS[sign](first, second), added);
}

function verdict(formula, sizes) {
  const expected = written([sizes.N, sizes.M]);
  try {
    const found = resultOf(formula, sizes);
    if (written(found) !== expected) return ["wrong shape", `${written(found)}, not ${expected}`, found];
    return [...(formula.agrees(sizes) ? ["right", "at these sizes"] : ["silent", "right shape, wrong values"]), found];
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
    const sliders = this.querySelectorAll("[type=range]");
    for (const slider of sliders) slider.value = slider.defaultValue; // a browser may restore another one
    this.addEventListener("input", () => this.#update(sliders));
    this.querySelector("button").addEventListener("click", () => {
      for (const slider of sliders) slider.value = sliders[1].value; // that of D
      this.#update(sliders);
    });
  }

  #update(sliders) {
    const sizes = {};
    for (const slider of sliders) {
      sizes[slider.id.at(-1)] = slider.valueAsNumber;
      slider.nextElementSibling.textContent = slider.value;
    }
    const silent = [];
    const lines = [...this.querySelectorAll("li")].filter(({ dataset }) => dataset.code !== RIGHT);
    for (const line of lines) {
      const { code } = line.dataset;
      const [kind, detail] = verdict(FORMULAS[code], sizes);
      line.dataset.kind = kind;
      line.querySelector(".kind").textContent = kind;
      line.querySelector(".detail").textContent = detail;
      if (kind === "silent") silent.push(code);
    }
    const drawn = this.querySelector(":checked").value;
    const found = this.#draw(FORMULAS[drawn], sizes);
    const summary = `${equalities(sizes)}. Silent: ${silent.length} of ${lines.length}.`;
    this.querySelector(".summary").textContent = summary;
    this.#say(() => (drawn === RIGHT ? [summary, ...silent].join(" ") : `${drawn}: ${found}. ${summary}`));
  }

  // Draws the chosen formula, and says what comes of it.
  #draw(formula, sizes) {
    const [kind, detail, result] = verdict(formula, sizes);
    const right = [sizes.N, sizes.M];
    const wrong = kind === "wrong shape" ? `not ${written(right)}` : "";
    this.querySelector(".product").dataset.kind = kind;
    this.querySelector(".sign").textContent = formula === FORMULAS[RIGHT] ? "" : formula.sign;
    this.#fill("result", "y", "<i>Y</i>", kind === "wrong shape" || !result ? "" : "(N, M)", result ?? right, wrong);
    for (const slot of ["left", "right"]) {
      const { letter, name, sizes: names, was } = formula[slot];
      const before = was ? `${was[0]} ${written(shapeOf(was[1], sizes))}` : "";
      this.#fill(slot, letter, name, written(names), shapeOf(names, sizes), before);
    }
    const { letter, name, sizes: names } = formula.bias;
    const stretched = result && `as ${written(result)}`;
    this.#fill("bias", letter, name, written(names), shapeOf(names, sizes), stretched, result);
    if (!result) this.querySelector("[data-slot=result] .shape").textContent = "error";
    return `${kind}, ${detail}`;
  }

  #fill(slot, letter, name, names, shape, note = "", drawn = shape) {
    const quantity = this.querySelector(`[data-slot=${slot}]`);
    quantity.className = `quantity q-${letter}`;
    quantity.querySelector(".letter").innerHTML = name;
    quantity.querySelector(".sizes").textContent = names;
    quantity.querySelector(".shape").textContent = written(shape);
    quantity.querySelector(".note").textContent = note;
    const { style } = quantity.querySelector(".cells");
    const [rows, columns] = [1, ...drawn].slice(-2);
    const [ownRows, ownColumns] = [1, ...shape].slice(-2);
    const values = { "--rows": rows, "--columns": columns, "--own-rows": ownRows, "--own-columns": ownColumns };
    for (const [property, value] of Object.entries(values)) style.setProperty(property, value);
  }
}

customElements.define("fc-batch-shapes", BatchShapes);
