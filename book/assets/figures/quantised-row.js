// Chapter 12: figures/quantised_row.py for other numbers of bits, for a scale that all rows share, and for another
// largest weight in the matrix.

import { announcer } from "./announce.js";
import { chartOf } from "./chart.js";
import { nearestEven } from "./float.js";
import { format } from "./scrub.js";

const MOST_LINES = 31; // more would be a grey area

function decimals(value, digits) {
  const text = value.toFixed(digits);
  return format(Number(text) === 0 ? text.replace("-", "") : text);
}

class QuantisedRow extends HTMLElement {
  #row;
  #say = announcer(this);

  connectedCallback() {
    this.#row = JSON.parse(this.querySelector("[data-row]").dataset.row);
    this.addEventListener("input", () => {
      this.#update();
      this.#announce();
    });
    this.#update();
  }

  // As fclib.quantise_rows: the scale is a float32.
  #quantised() {
    const { w } = this.#row;
    const bits = Number(this.querySelector("[name=quantised-row-bits]:checked").value);
    const range = this.querySelector("[type=range]");
    const shared = this.querySelector("[name=quantised-row-scale]:checked").value === "all";
    const own = Math.max(...w.map(Math.abs));
    const top = shared ? Math.max(own, range.valueAsNumber) : own;
    const largest = 2 ** (bits - 1) - 1;
    const scale = Math.fround(Math.fround(top) / largest);
    const q = w.map((weight) => Math.min(largest, Math.max(-largest, nearestEven(weight / scale))) + 0);
    this.querySelector(".other").textContent = range.value;
    return { top, largest, scale, q };
  }

  #update() {
    const { w, x } = this.#row;
    const { top, largest, scale, q } = this.#quantised();
    this.#draw(largest, scale, q);
    q.forEach((value, j) => {
      this.querySelector(`[data-cell=q${j}]`).textContent = format(value);
      this.querySelector(`[data-cell=s${j}]`).textContent = decimals(scale * value, 2);
    });
    const dot = (a) => a.reduce((sum, value, j) => sum + value * x[j], 0);
    const [exact, product] = [dot(w), scale * dot(q)];
    const worst = Math.max(...w.map((weight, j) => Math.abs(scale * q[j] - weight)));
    const values = {
      scale: `${top} / ${largest} = ${decimals(scale, 4)}`,
      used: `${new Set(q).size} of ${2 * largest + 1}`,
      worst: `${decimals(worst, 4)}; half a scale is ${decimals(scale / 2, 4)}`,
      exact: decimals(exact, 4),
      product: decimals(product, 4),
      error: decimals(product - exact, 4),
    };
    for (const [key, value] of Object.entries(values)) {
      this.querySelector(`[data-value=${key}]`).textContent = value;
    }
  }

  #draw(largest, scale, q) {
    const chart = chartOf(this.querySelector(".chart"));
    this.querySelectorAll(".stored").forEach((cross, j) => chart.move(cross, j + 1, scale * q[j]));
    const levels = Array.from({ length: 2 * largest + 1 }, (_, k) => scale * (k - largest));
    const drawn = levels.length > MOST_LINES ? [] : levels.filter((level) => Math.abs(level) < 1.1);
    this.querySelector(".levels").innerHTML = drawn
      .map((level) => `<path class="level" d="${chart.path([[0.5, level], [8.5, level]])}"></path>`)
      .join("");
  }

  #announce() {
    this.#say(() => {
      const text = (key) => this.querySelector(`[data-value=${key}]`).textContent;
      return `Scale ${text("scale")}, ${text("used")} values in use, error of the product ${text("error")}`;
    });
  }
}

customElements.define("fc-quantised-row", QuantisedRow);
