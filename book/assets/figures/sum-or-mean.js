// Chapter 05: brings the drawing of figures/sum_or_mean.py alive. For a loss and a batch size it sums the gradients of
// the samples, and draws bars, the ring on the plot and the step of SGD.

import { announcer } from "./announce.js";
import { chartOf } from "./chart.js";
import { format, spoken } from "./scrub.js";

const RATE = 0.1;
// How often the loss divides by N, and how often the layer does.
const DIVISIONS = { sum: [0, 0], mean: [1, 0], twice: [1, 1] };

// At most three decimals, by the rule of sum_or_mean.py.
function rounded(value) {
  return (Math.sign(value) * Math.floor(1000 * Math.abs(value) + 0.5)) / 1000;
}

function verdict(share) {
  if (share > 2) return "further off than before";
  return share > 1 ? "past it" : "towards it";
}

class SumOrMean extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    this.querySelector(".controls").addEventListener("input", () => {
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
    const [inLoss, inLayer] = DIVISIONS[loss];

    const totals = this.#drawSamples(size, size ** inLoss);
    const { unit } = this.querySelector(".totals").dataset;
    for (const bar of this.querySelectorAll("[data-bar]")) {
      totals[bar.dataset.bar] /= size ** inLayer;
      bar.setAttribute("width", unit * totals[bar.dataset.bar]);
    }
    for (const part of this.querySelectorAll("[data-divides]")) {
      part.hidden = !(part.dataset.divides === "loss" ? inLoss : inLayer);
    }
    for (const line of this.querySelectorAll("[data-loss]")) {
      line.classList.toggle("chosen", line.dataset.loss === loss);
    }
    chartOf(this.querySelector(".chart")).move(this.querySelector(".ring"), size, Math.abs(totals.b));

    const divided = size ** (inLoss + inLayer); // what the gradient is short of the plain sum
    const share = (RATE * size) / divided;
    this.#show({
      size,
      b: format(rounded(totals.b)),
      W: format(rounded(totals.W)),
      step: format(rounded(-RATE * totals.b)),
      best: format(rounded((-totals.b * divided) / size)),
      share: format(rounded(share)),
      verdict: verdict(share),
    });
  }

  // Draws the gradients that the loss hands down and returns their sums, as the layer forms them.
  #drawSamples(size, divisor) {
    const { zero, unit } = this.querySelector(".samples").dataset;
    const totals = { b: 0, W: 0 };
    this.querySelectorAll("[data-error]").forEach((sample, n) => {
      const gradient = n < size ? sample.dataset.error / divisor : 0;
      totals.b += gradient;
      totals.W += gradient * sample.dataset.input;
      sample.classList.toggle("out", n >= size);
      const bar = sample.lastElementChild;
      bar.setAttribute("y", zero - unit * Math.max(gradient, 0));
      bar.setAttribute("height", unit * Math.abs(gradient));
    });
    return totals;
  }

  #show(texts) {
    for (const element of this.querySelectorAll("[data-shows]")) {
      element.textContent = texts[element.dataset.shows];
    }
  }

  #announce() {
    this.#say(() => {
      const [size, b, step, end] = ["size", "b", "step", "verdict"].map(
        (name) => this.querySelector(`[data-shows=${name}]`).textContent,
      );
      const read = (text) => spoken(text.replace("\u2212", "-"));
      return `N = ${size}: gradient of b 1 ${read(b)}, step ${read(step)}, ${end}`;
    });
  }
}

customElements.define("fc-sum-or-mean", SumOrMean);
