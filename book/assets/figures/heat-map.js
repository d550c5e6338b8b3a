// Chapter 09: brings the drawing of figures/heat_map.py alive. Both layers are computed here, at every place of the
// window, from the weights in the markup.

import { announcer } from "./announce.js";
import { onPlace, paint } from "./pixels.js";

const PATCH = 8;
const WIDTH = 56;

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// y = W x + b, with the rows of W one after another.
function layer(W, b, x) {
  return b.map((bias, i) => x.reduce((sum, value, j) => sum + W[i * x.length + j] * value, bias));
}

function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

class HeatMap extends HTMLElement {
  #sliders = [...this.querySelectorAll("[type=range]")];
  #columns;
  #places; // the probabilities of all classes at each place, row by row
  #image; // row by row, from 0 to 1
  #layers;
  #say = announcer(this);
  #painted = false;

  connectedCallback() {
    const [rows, columns] = this.#sliders.map((slider) => Number(slider.max) + 1);
    this.#columns = columns;
    this.#unpack();
    const given = [...this.#image];
    this.#compute(rows * columns);
    const drawing = this.querySelector("[name=draw]");
    const [canvas] = this.querySelectorAll("svg");

    for (const picture of this.querySelectorAll("svg")) {
      onPlace(picture, {
        start: () => ({ place: this.#place(), image: [...this.#image] }),
        // The pointer takes the window by its middle.
        move: (across, down) => {
          if (drawing.checked && picture === canvas) {
            this.#ink(Math.floor(down * (rows + PATCH - 1)), Math.floor(across * WIDTH));
            return;
          }
          const middle = (PATCH - 1) / 2;
          this.#moveTo([down * (rows + PATCH - 1), across * WIDTH].map((at) => Math.floor(at - middle)));
        },
        cancel: ({ place, image }) => {
          this.#replace(image);
          this.#moveTo(place);
        },
      });
    }
    this.addEventListener("input", ({ target }) => {
      if (target.type === "radio") this.#toPeak();
      else if (target === drawing) canvas.classList.toggle("draws", drawing.checked);
      else this.#update();
    });
    const does = {
      peak: () => this.#toPeak(),
      clear: () => this.#replace(given.map(() => 0)),
      restore: () => this.#replace([...given]),
    };
    for (const button of this.querySelectorAll("button")) button.addEventListener("click", does[button.dataset.does]);
    this.#update();
  }

  #unpack() {
    const { pixels, weights, scales, shapes } = this.querySelector(".views").dataset;
    this.#image = Array.from(bytes(pixels), (pixel) => pixel / 16);
    const packed = new Int16Array(bytes(weights).buffer);
    let from = 0;
    this.#layers = shapes.split(" ").map((size, k) => {
      const array = Array.from(packed.subarray(from, (from += Number(size))));
      return array.map((value) => value * scales.split(" ")[k]);
    });
  }

  #compute(count) {
    this.#places = Array.from({ length: count }, (_, at) => this.#classify(at));
  }

  #classify(at) {
    const [W1, b1, W2, b2] = this.#layers;
    const corner = Math.floor(at / this.#columns) * WIDTH + (at % this.#columns);
    const patch = Array.from({ length: PATCH }, (_, u) => {
      return this.#image.slice(corner + u * WIDTH, corner + u * WIDTH + PATCH);
    }).flat();
    const hidden = layer(W1, b1, patch).map((value) => Math.max(0, value));
    return softmax(layer(W2, b2, hidden));
  }

  #replace(image) {
    this.#image = image;
    this.#compute(this.#places.length);
    this.#repaint();
  }

  // A stroke of a pen that is a pixel wide and leaves some ink beside it; only windows that hold it change.
  #ink(row, column) {
    const rows = this.#image.length / WIDTH;
    for (const [down, across, ink] of [[0, 0, 1], [0, 1, 0.375], [0, -1, 0.375], [1, 0, 0.375], [-1, 0, 0.375]]) {
      const [r, s] = [row + down, column + across];
      if (r < 0 || s < 0 || r >= rows || s >= WIDTH) continue;
      this.#image[r * WIDTH + s] = Math.min(1, Math.max(ink, this.#image[r * WIDTH + s]));
    }
    this.#places.forEach((_, at) => {
      const [r, s] = [Math.floor(at / this.#columns), at % this.#columns];
      if (Math.abs(row - r - PATCH / 2) <= PATCH && Math.abs(column - s - PATCH / 2) <= PATCH) {
        this.#places[at] = this.#classify(at);
      }
    });
    this.#repaint();
  }

  #repaint() {
    paint(this.querySelector("svg > g"), this.#image, WIDTH);
    this.#painted = false;
    this.#update();
  }

  #chosen() {
    return Number(this.querySelector(":checked").value);
  }

  #place() {
    return this.#sliders.map((slider) => Number(slider.value));
  }

  #moveTo(place) {
    this.#sliders.forEach((slider, k) => (slider.value = place[k])); // stops at its ends
    this.#update();
  }

  #peak() {
    const map = this.#places.map((values) => values[this.#chosen()]);
    const at = map.indexOf(Math.max(...map));
    return [Math.floor(at / this.#columns), at % this.#columns];
  }

  #toPeak() {
    this.#moveTo(this.#peak());
  }

  #update() {
    const place = this.#place();
    const chosen = this.#chosen();
    for (const [name, [row, column]] of [["window", place], ["peak", this.#peak()]]) {
      for (const mark of this.querySelectorAll(`.${name}`)) {
        mark.style.setProperty("--row", row);
        mark.style.setProperty("--column", column);
      }
    }
    const values = this.#places[place[0] * this.#columns + place[1]];
    const bars = this.querySelectorAll(".bar");
    this.querySelectorAll(".p").forEach((text, k) => {
      text.textContent = values[k].toFixed(2);
      bars[k].style.setProperty("--p", values[k]);
    });
    const name = this.querySelectorAll(".class")[chosen].textContent;
    if (this.querySelector(".name").textContent !== name || !this.#painted) {
      this.querySelector(".name").textContent = name;
      this.#painted = true;
      paint(this.querySelector(".heat"), this.#places.map((all) => Math.sqrt(all[chosen])), this.#columns);
    }
    for (const slider of this.#sliders) slider.ariaValueText = Number(slider.value) + 1;
    this.#announce(place, values);
  }

  #announce([row, column], values) {
    this.#say(() => {
      const names = [...this.querySelectorAll(".class")].map(({ textContent }) => textContent);
      const best = values.indexOf(Math.max(...values));
      const told = [...new Set([this.#chosen(), best])].map((k) => `${names[k]} with ${values[k].toFixed(2)}`);
      return `Row ${row + 1}, column ${column + 1}: ${told.join(", ")}`;
    });
  }
}

customElements.define("fc-heat-map", HeatMap);
