// Chapter 09: brings the drawing of figures/padding.py alive. A place is that of the 8×8 features, in pixels, with
// padding and without.

import { announcer } from "./announce.js";
import { onPlace, paint } from "./pixels.js";
import { format } from "./scrub.js";

const PATCH = 8;
const RING = 1; // how far the kernel reaches

const numbers = (text) => text.split(" ").map(Number);

class Padding extends HTMLElement {
  #sliders = [...this.querySelectorAll("[type=range]")];
  #shape = this.#sliders.map((slider) => Number(slider.max) + 1);
  #image; // rows of pixels
  #kernel;
  #weights;
  #say = announcer(this);

  connectedCallback() {
    const { pixels, kernel, weights } = this.querySelector(".views").dataset;
    const all = Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
    const [height, width] = this.#shape.map((places) => places + PATCH - 1);
    this.#image = Array.from({ length: height }, (_, r) => all.slice(r * width, (r + 1) * width));
    this.#kernel = numbers(kernel);
    this.#weights = numbers(weights);

    for (const picture of this.querySelectorAll("svg")) {
      onPlace(picture, {
        start: () => this.#place(),
        // The pointer takes the window by its middle.
        move: (across, down) => {
          this.#moveTo([down * height, across * width].map((at) => Math.floor(at - (PATCH - 1) / 2)));
        },
        cancel: (place) => this.#moveTo(place),
      });
    }
    this.addEventListener("input", ({ target }) => {
      if (target.type === "radio") this.#pad();
      this.#update();
    });
    this.#pad();
    this.#update();
  }

  // A feature for each pixel of the patch; beyond the edges, given as rows and columns, there are zeros.
  #features([row, column], [top, left, bottom, right]) {
    const pixel = (r, s) => (r >= top && r < bottom && s >= left && s < right ? this.#image[r][s] : 0);
    return this.#weights.map((_, k) => {
      const [r, s] = [row + Math.floor(k / PATCH) - RING, column + (k % PATCH) - RING];
      return Math.max(0, this.#kernel.reduce((sum, w, at) => sum + w * pixel(r + Math.floor(at / 3), s + (at % 3)), 0));
    });
  }

  #dense(place) {
    return this.#features(place, [0, 0, this.#image.length, this.#image[0].length]);
  }

  #alone([row, column]) {
    const reach = this.#padding() === "none" ? RING : 0;
    return this.#features([row, column], [row - reach, column - reach, row + PATCH + reach, column + PATCH + reach]);
  }

  #score(features) {
    return features.reduce((sum, value, k) => sum + value * this.#weights[k], 0);
  }

  #difference(place) {
    return Math.abs(this.#score(this.#dense(place)) - this.#score(this.#alone(place)));
  }

  #padding() {
    return this.querySelector(":checked").value;
  }

  #place() {
    return this.#sliders.map((slider) => Number(slider.value));
  }

  #moveTo(place) {
    this.#sliders.forEach((slider, k) => (slider.value = place[k])); // stops at its ends
    this.#update();
  }

  // Without padding the window is larger, and fits at fewer places.
  #pad() {
    const inset = this.#padding() === "none" ? RING : 0;
    this.#sliders.forEach((slider, k) => {
      slider.min = inset;
      slider.max = this.#shape[k] - 1 - inset;
    });
    const [rows, columns] = this.#shape;
    const map = Array.from({ length: rows * columns }, (_, at) => {
      const [r, s] = [Math.floor(at / columns), at % columns];
      const fits = r >= inset && s >= inset && r < rows - inset && s < columns - inset;
      return fits ? this.#difference([r, s]) : 0;
    });
    const largest = Math.max(...map);
    paint(this.querySelector(".map"), map.map((value) => value / (largest || 1)), columns);

    this.querySelector(".views").dataset.padding = this.#padding();
    this.querySelector(".reach").textContent = this.querySelector(":checked ~ span [data-reach]").dataset.reach;
    this.querySelector(".shape").textContent = this.#shape.map((places) => places - 2 * inset).join(" × ");
    this.querySelector(".largest").textContent = format(largest);
    const frame = { x: inset, y: inset, width: columns - 2 * inset, height: rows - 2 * inset };
    for (const [name, value] of Object.entries(frame)) this.querySelector(".frame").setAttribute(name, value);
  }

  #update() {
    const place = this.#place();
    for (const mark of this.querySelectorAll(".window, .here")) {
      mark.style.setProperty("--row", place[0]);
      mark.style.setProperty("--column", place[1]);
    }
    const both = { dense: this.#dense(place), alone: this.#alone(place) };
    for (const [name, features] of Object.entries(both)) {
      this.querySelectorAll(`.${name} .cell`).forEach((cell, k) => {
        cell.textContent = features[k];
        cell.classList.toggle("differs", both.dense[k] !== both.alone[k]);
      });
      this.querySelector(`.${name} .score`).textContent = format(this.#score(features));
    }
    this.querySelector(".difference").textContent = format(this.#difference(place));
    for (const slider of this.#sliders) slider.ariaValueText = slider.value - slider.min + 1;
    this.#announce();
  }

  #announce() {
    this.#say(() => {
      const [row, column] = this.#sliders.map((slider) => slider.ariaValueText);
      const [difference, largest] = [".difference", ".largest"].map((name) => this.querySelector(name).textContent);
      return `Window at row ${row}, column ${column}: the scores differ by ${difference}; anywhere, by up to ${largest}`;
    });
  }
}

customElements.define("fc-padding", Padding);
