// Chapter 01: brings the drawing of figures/templates.py alive: the scores of the digit that is chosen.

import { announcer } from "./announce.js";
import { format } from "./scrub.js";

const numbers = (text) => text.split(" ").map(Number);

class Templates extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    for (const input of this.querySelectorAll("input")) input.disabled = false;
    this.addEventListener("change", () => {
      this.#update();
      this.#announce();
    });
    this.#update();
  }

  #update() {
    const pixels = numbers(this.querySelector("label:has(:checked)").dataset.pixels);
    const rows = [...this.querySelectorAll("[data-weights]")];
    const scores = rows.map(({ dataset }) => {
      const products = numbers(dataset.weights).map((weight, j) => (weight * pixels[j]) / 16);
      return products.reduce((sum, product) => sum + product, Number(dataset.bias));
    });
    const best = scores.indexOf(Math.max(...scores));
    rows.forEach((row, k) => {
      const bar = row.querySelector(".bar");
      bar.style.setProperty("--score", scores[k]);
      bar.dataset.sign = Math.sign(scores[k]);
      row.querySelector(".score").textContent = format((Math.sign(scores[k]) * Math.floor(10 * Math.abs(scores[k]) + 0.5)) / 10);
      row.classList.toggle("best", k === best);
    });
  }

  #announce() {
    this.#say(() => {
      const best = this.querySelector(".best");
      return `highest score: ${best.querySelector(".score").textContent}, for ${best.querySelector(".name").textContent}`;
    });
  }
}

customElements.define("fc-templates", Templates);
