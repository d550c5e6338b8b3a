// Chapter 01: brings the drawing of figures/neuron_to_layer.py alive. Nothing is drawn here: numbers are written into
// the elements that are there, and elements light up. A key names a quantity: x1, w21 (from input 1 to output 2), b2, y2.

import { announcer } from "./announce.js";
import { giveToNearest } from "./nearest.js";
import { bracketed, format, scrub, spoken } from "./scrub.js";

const INPUTS = ["1", "2", "3"];
const OUTPUTS = ["1", "2"];

function labelOf([letter, i, j]) {
  if (letter === "w") return `weight W ${i} ${j}, from input ${j} to output ${i}`;
  return `${letter === "x" ? "input" : "bias"} ${i}`;
}

// What one quantity touches: a weight joins one input to one output, an input reaches every output through its
// column of W, and an output gathers every input through its row.
function related(key) {
  const [letter, i, j] = key;
  switch (letter) {
    case "w":
      return [key, `x${j}`, `y${i}`];
    case "x":
      return [key, ...OUTPUTS.flatMap((row) => [`w${row}${i}`, `y${row}`])];
    case "y":
      return [key, `b${i}`, ...INPUTS.flatMap((column) => [`w${i}${column}`, `x${column}`])];
    default:
      return [key, `y${i}`];
  }
}

class NeuronToLayer extends HTMLElement {
  #values = {};
  #setters = {};
  #hovered;
  #chosen;
  #say = announcer(this);

  connectedCallback() {
    for (const entry of this.querySelectorAll("[data-number]")) {
      this.#values[entry.dataset.key] = Number(entry.dataset.number);
    }
    const worked = { ...this.#values };
    giveToNearest(this.querySelector(".network"), ".edge, .node, .bias");
    this.#addSliders();
    this.#addLights();
    this.querySelector("button").addEventListener("click", () => {
      Object.assign(this.#values, worked);
      for (const [key, set] of Object.entries(this.#setters)) set(worked[key]);
      this.#update();
    });
  }

  #addSliders() {
    const { minimum, maximum, step } = this.querySelector(".views").dataset;
    for (const element of this.querySelectorAll("[data-number]")) {
      const { key } = element.dataset;
      if (key.startsWith("y")) continue;
      this.#setters[key] = scrub(element, {
        label: labelOf(key),
        minimum: Number(minimum),
        maximum: Number(maximum),
        step: Number(step),
        value: this.#values[key],
        handles: this.querySelectorAll(`[data-drag=${key}]`),
        onChange: (value) => {
          this.#values[key] = value;
          this.#update();
        },
      });
    }
  }

  // What the pointer is on lights first, then what was focused or tapped.
  #addLights() {
    const keyAt = (event) => event.target.closest("[data-key]")?.dataset.key;
    const light = (change) => (event) => {
      change(keyAt(event));
      this.#light(this.#hovered ?? this.#chosen);
    };
    this.addEventListener("pointerover", light((key) => (this.#hovered = key)));
    this.addEventListener("pointerleave", light(() => (this.#hovered = undefined)));
    this.addEventListener("click", light((key) => (this.#chosen = key)));
    this.addEventListener("focusin", light((key) => (this.#chosen = key)));
    this.addEventListener("focusout", light(() => (this.#chosen = undefined)));
  }

  #light(key) {
    const lit = new Set(key && related(key));
    for (const element of this.querySelectorAll("[data-key]")) {
      element.classList.toggle("lit", lit.has(element.dataset.key));
    }
    this.classList.toggle("has-lit", lit.size > 0);
    // The sum in letters takes the row that was chosen; an input belongs to every row.
    const hasRow = lit.size > 0 && !key.startsWith("x");
    this.classList.toggle("has-row", hasRow);
    for (const element of this.querySelectorAll(".row-index")) element.textContent = hasRow ? key[1] : "i";
  }

  #update() {
    const values = this.#values;
    for (const i of OUTPUTS) {
      values[`y${i}`] = INPUTS.reduce((sum, j) => sum + values[`w${i}${j}`] * values[`x${j}`], values[`b${i}`]);
    }
    for (const element of this.querySelectorAll("[data-value]")) {
      const value = values[element.dataset.value];
      element.textContent = "bracketed" in element.dataset ? bracketed(value) : format(value);
    }
    for (const element of this.querySelectorAll("[data-product]")) {
      const weight = values[element.dataset.product];
      const input = values[`x${element.dataset.product[2]}`];
      element.textContent = `${format(weight)} · ${bracketed(input)} = ${format(weight * input)}`;
    }
    for (const edge of this.querySelectorAll(".edge")) {
      const weight = values[edge.dataset.key];
      edge.style.setProperty("--w", weight);
      edge.dataset.sign = Math.sign(weight);
    }
    this.#announce();
  }

  #announce() {
    this.#say(() => {
      const outputs = OUTPUTS.map((i) => `y ${i} = ${spoken(this.#values[`y${i}`])}`);
      return outputs.join(", ");
    });
  }
}

customElements.define("fc-neuron-to-layer", NeuronToLayer);
