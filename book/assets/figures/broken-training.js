// Chapter 10: brings the drawing of figures/broken_training.py alive. Every run is in the markup: a small chart has the
// same scales as the large one, so its curve is put there as it is.

import { announcer } from "./announce.js";

class BrokenTraining extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    this.addEventListener("change", () => {
      this.#show();
      this.#announce();
    });
    // A puzzle first: a run has its name once the reader asks for it.
    for (const label of this.querySelectorAll("label")) label.classList.add("unnamed");
    this.querySelector("[value=none]").parentElement.classList.remove("unnamed");
    this.querySelector("button").addEventListener("click", () => {
      this.querySelector("label:has(:checked)").classList.remove("unnamed");
      this.#show();
      this.#announce();
    });
    this.#show();
  }

  #show() {
    const chosen = this.querySelector(":checked");
    const unnamed = chosen.parentElement.classList.contains("unnamed");
    this.classList.toggle("asks", unnamed);
    this.querySelector("button").disabled = !unnamed;
    const curve = chosen.parentElement.querySelector(".mistake").getAttribute("d");
    this.querySelector(".chart .mistake").setAttribute("d", curve);
    for (const detail of this.querySelectorAll(".detail")) {
      detail.classList.toggle("chosen", detail.dataset.run === chosen.value);
    }
  }

  #announce() {
    this.#say(() => {
      const parts = [...this.querySelectorAll(".chosen > p, .chosen > div > *")].filter((part) => part.checkVisibility({ visibilityProperty: true }));
      return parts.map((part) => part.textContent).join(". ");
    });
  }
}

customElements.define("fc-broken-training", BrokenTraining);
