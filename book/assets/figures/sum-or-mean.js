// Chapter 05: brings the drawing of figures/sum_or_mean.py alive: for a loss and a batch size, the steps of the dot.

import { announcer } from "./announce.js";
import { chartOf } from "./chart.js";
import { format } from "./scrub.js";

const RATE = 0.1;
const BEYOND = 9; // drawn out of sight
const DIVISIONS = { sum: 0, mean: 1, twice: 2 };

// At most four decimals, by the rule of sum_or_mean.py.
function rounded(value) {
  return Math.floor(10000 * value + 0.5) / 10000;
}

function verdict(taken) {
  if (taken > 2) return "further off than it began";
  if (taken > 1) return "past the bottom, and nearer to it";
  return taken > 0.01 ? "nearer to the bottom" : "almost where it began";
}

class SumOrMean extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    this.querySelector(".choices").addEventListener("input", () => {
      this.#update();
      this.#announce();
    });
    this.#update();
  }

  #update() {
    const slider = this.querySelector("[type=range]");
    const size = 2 ** Number(slider.value);
    slider.setAttribute("aria-valuetext", size);
    const loss = this.querySelector(":checked").value;
    const taken = RATE * size ** (1 - DIVISIONS[loss]);

    const chart = chartOf(this.querySelector(".chart"));
    const dots = [...this.querySelectorAll(".dot")];
    const places = dots.map((_, step) => Math.max(-BEYOND, Math.min(BEYOND, (1 - taken) ** step)));
    dots.forEach((dot, step) => chart.move(dot, places[step], places[step] ** 2));
    this.querySelector(".way").setAttribute("d", chart.path(places.map((place) => [place, place ** 2])));

    const formula = { sum: `${RATE} · ${size}`, mean: `${RATE}`, twice: `${RATE} / ${size}` }[loss];
    this.querySelector("[data-shows=ratio]").textContent = `${formula} = ${format(rounded(taken))}`;
    this.querySelector("[data-shows=verdict]").textContent = verdict(taken);
  }

  #announce() {
    this.#say(() => {
      const [ratio, end] = [...this.querySelectorAll("[data-shows]")].map((element) => element.textContent);
      return `Step taken over step needed: ${ratio}; each step ends ${end}`;
    });
  }
}

customElements.define("fc-sum-or-mean", SumOrMean);
