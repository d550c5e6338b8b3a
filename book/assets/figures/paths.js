// Chapter 03: brings the drawing of figures/paths.py alive. Nothing is drawn here: numbers are written into the
// elements that are there, and the way back to the chosen input lights up. A key names a quantity: w21 (from input 1
// to output 2), gy2 is ∂L/∂y₂, gx1 is ∂L/∂x₁.

import { announcer } from "./announce.js";
import { giveToNearest } from "./nearest.js";
import { bracketed, format, scrub, spoken } from "./scrub.js";

const INPUTS = ["1", "2", "3"];
const OUTPUTS = ["1", "2"];

function labelOf(key) {
  if (key.startsWith("gy")) return `gradient at output ${key[2]}`;
  return `weight W ${key[1]} ${key[2]}, from input ${key[2]} to output ${key[1]}`;
}

class Paths extends HTMLElement {
  #values = {};
  #setters = {};
  #input = "2"; // CHOSEN in paths.py
  #say = announcer(this);

  connectedCallback() {
    const entries = this.querySelectorAll("[data-number]");
    for (const entry of entries) this.#values[entry.dataset.value] = Number(entry.dataset.number);
    const worked = { ...this.#values };
    for (const entry of entries) this.#addSlider(entry);

    giveToNearest(this.querySelector(".network"), ".edge, .node");

    const first = this.#input;
    for (const radio of this.querySelectorAll("input")) {
      radio.checked = radio.value === first; // a browser may restore another one
      radio.addEventListener("change", () => this.#choose(radio.value));
    }
    this.addEventListener("click", (event) => {
      const part = event.target.closest("[data-column]");
      if (part) this.#choose(part.dataset.column);
    });
    this.querySelector("button").addEventListener("click", () => {
      Object.assign(this.#values, worked);
      for (const [key, set] of Object.entries(this.#setters)) set(worked[key]);
      this.#choose(first);
      this.#update();
    });
  }

  #addSlider(entry) {
    const { minimum, maximum, step } = this.querySelector(".views").dataset;
    const key = entry.dataset.value;
    this.#setters[key] = scrub(entry, {
      label: labelOf(key),
      minimum: Number(minimum),
      maximum: Number(maximum),
      step: Number(step),
      value: this.#values[key],
      handles: this.querySelectorAll(`[data-drag=${key}]`),
      onChange: (value) => {
        this.#values[key] = value;
        // A weight lies on the way to one input alone: what it changes is to be seen.
        if (key.startsWith("w")) this.#choose(key[2]);
        this.#update();
      },
    });
  }

  #choose(input) {
    if (input === this.#input) return;
    this.#input = input;
    this.classList.add("moving");
    for (const part of this.querySelectorAll("[data-column]")) {
      part.classList.toggle("lit", part.dataset.column === input);
    }
    for (const radio of this.querySelectorAll("input")) radio.checked = radio.value === input;
    for (const index of this.querySelectorAll(".column")) index.textContent = input;
    for (const weight of this.querySelectorAll("[data-row]")) weight.dataset.value = `w${weight.dataset.row}${input}`;
    this.querySelector(".result").dataset.value = `gx${input}`;
    this.#update();
  }

  #product(i, j) {
    return this.#values[`gy${i}`] * this.#values[`w${i}${j}`];
  }

  #update() {
    const values = this.#values;
    for (const j of INPUTS) values[`gx${j}`] = OUTPUTS.reduce((sum, i) => sum + this.#product(i, j), 0);
    for (const element of this.querySelectorAll("[data-value]")) {
      const value = values[element.dataset.value];
      element.textContent = "bracketed" in element.dataset ? bracketed(value) : format(value);
    }
    for (const element of this.querySelectorAll("[data-product]")) {
      const [, i, j] = element.dataset.product;
      element.textContent = format(this.#product(i, j));
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
      const j = this.#input;
      const products = OUTPUTS.map((i) => spoken(this.#product(i, j))).join(" plus ");
      const sum = spoken(this.#values[`gx${j}`]);
      return `gradient at input ${j}: ${products} = ${sum}`;
    });
  }
}

customElements.define("fc-paths", Paths);
