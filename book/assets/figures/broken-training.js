// Chapter 10: brings the drawing of figures/broken_training.py alive. Every run is in the markup: a small chart has the
// same scales as the large one, so its curve is put there as it is.

const SETTLED = 600; // milliseconds without a change before the run is announced

class BrokenTraining extends HTMLElement {
  #timer;

  connectedCallback() {
    this.addEventListener("change", () => {
      this.#show();
      this.#announce();
    });
  }

  #show() {
    const chosen = this.querySelector(":checked");
    const curve = chosen.parentElement.querySelector(".mistake").getAttribute("d");
    this.querySelector(".chart .mistake").setAttribute("d", curve);
    for (const detail of this.querySelectorAll(".detail")) {
      detail.classList.toggle("chosen", detail.dataset.run === chosen.value);
    }
  }

  #announce() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const parts = this.querySelectorAll(".chosen > p, .chosen > div > *");
      this.querySelector(".announcement").textContent = [...parts].map((part) => part.textContent).join(". ");
    }, SETTLED);
  }
}

customElements.define("fc-broken-training", BrokenTraining);
