// Chapter 07: shows one of the maps of figures/where_parameters_are.py, and what it says of one layer.

import { announcer } from "./announce.js";

class WhereParametersAre extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    this.querySelector(".networks").addEventListener("change", ({ target }) => this.#show(target.value));
    const point = (event) => {
      const layer = event.target.closest(".layer");
      if (layer && layer !== this.#chosen) this.#choose(layer);
    };
    // Not pointerover: it comes too when a new map appears below a pointer that rests.
    this.querySelector(".maps").addEventListener("pointermove", point);
    this.querySelector(".maps").addEventListener("click", point);
    for (const button of this.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        const layers = [...this.#map.children];
        const next = layers.indexOf(this.#chosen) + Number(button.dataset.by);
        this.#choose(layers.at(next % layers.length));
      });
    }
  }

  get #map() {
    return this.querySelector(".map:not([hidden])");
  }

  // Each map keeps its own.
  get #chosen() {
    return this.#map.querySelector(".chosen");
  }

  #show(network) {
    for (const map of this.querySelectorAll(".map")) map.hidden = map.dataset.network !== network;
    this.#choose(this.#chosen);
  }

  #choose(layer) {
    this.#chosen.classList.remove("chosen");
    layer.classList.add("chosen");
    const lines = [...this.querySelectorAll("[data-line]")];
    for (const line of lines) line.textContent = layer.dataset[line.dataset.line];
    this.#say(() => lines.map((line) => line.textContent).join(" "));
  }
}

customElements.define("fc-where-parameters-are", WhereParametersAre);
