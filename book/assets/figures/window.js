// Chapter 08: brings the drawing of figures/window.py alive: the window moves over the image, and what it gives is
// written at its place in the output map.

import { announcer } from "./announce.js";
import { onPlace } from "./pixels.js";
import { format, spoken } from "./scrub.js";

const SIZE = 2;
const RIGHT = "channels"; // the order of the layer
const PACE = 160; // milliseconds at each place when the window slides over all

class Window extends HTMLElement {
  #image; // channels of rows of pixels
  #weights;
  #rows; // of the output map
  #columns;
  #visited = new Set();
  #hovered; // the weight under the pointer goes before the chosen one
  #sliding;
  #say = announcer(this);

  connectedCallback() {
    const pixels = [...this.querySelectorAll("[data-pixel]")].map((cell) => Number(cell.dataset.pixel));
    const [row, column] = this.querySelectorAll("[type=range]");
    this.#rows = Number(row.max) + 1;
    this.#columns = Number(column.max) + 1;
    const [height, width] = [this.#rows, this.#columns].map((places) => places + SIZE - 1);
    const channels = this.querySelectorAll(".image .grid");
    this.#image = Array.from(channels, (_, c) =>
      Array.from({ length: height }, (_, r) => pixels.slice((c * height + r) * width).slice(0, width)),
    );
    this.#weights = [...this.querySelectorAll("[data-number]")].map((entry) => Number(entry.dataset.number));
    const [atRow, atColumn] = this.#place();
    for (let at = 0; at <= atRow * this.#columns + atColumn; at += 1) this.#visited.add(at);

    this.addEventListener("input", ({ target }) => {
      if (target.type === "range") clearInterval(this.#sliding);
      this.#update();
    });
    this.querySelector("button").addEventListener("click", () => this.#slide());
    this.#addPointing();
    for (const channel of channels) this.#addDragging(channel, [height, width], (SIZE - 1) / 2);
    this.#addDragging(this.querySelector(".output .grid"), [this.#rows, this.#columns], 0);
    this.#update();
  }

  // The pointer takes the window by its middle.
  #addDragging(grid, [rows, columns], middle) {
    const cellAt = (part, cells) => Math.floor(part * cells - middle);
    onPlace(grid, {
      start: () => [this.#place(), new Set(this.#visited)],
      move: (across, down) => this.#moveTo(cellAt(down, rows), cellAt(across, columns)),
      cancel: ([place, visited]) => {
        this.#visited = visited;
        this.#moveTo(...place);
      },
    });
  }

  #addPointing() {
    const point = (event) => {
      this.#hovered = event.target.closest("[data-weight]")?.dataset.weight;
      this.#light();
    };
    this.addEventListener("pointerover", (event) => event.pointerType === "mouse" && point(event));
    this.addEventListener("pointerleave", () => {
      this.#hovered = undefined;
      this.#light();
    });
  }

  #place() {
    return [...this.querySelectorAll("[type=range]")].map((slider) => Number(slider.value));
  }

  #moveTo(...place) {
    clearInterval(this.#sliding);
    this.#set(place);
  }

  #set(place) {
    this.querySelectorAll("[type=range]").forEach((slider, k) => (slider.value = place[k])); // stops at its ends
    this.#update();
  }

  #slide() {
    clearInterval(this.#sliding);
    this.#visited.clear();
    const last = this.#rows * this.#columns - 1;
    let at = 0;
    const step = () => {
      this.#set([Math.floor(at / this.#columns), at % this.#columns]);
      at += 1;
      if (at > last) clearInterval(this.#sliding);
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      while (at <= last) step();
    } else {
      step();
      this.#sliding = setInterval(step, PACE);
    }
  }

  #order() {
    return this.querySelector("[name=window-order]:checked").value;
  }

  // Which channel and which pixel of the window have place k in the row.
  #pixel(k, order) {
    const digits = [Math.floor(k / (SIZE * SIZE)), Math.floor(k / SIZE) % SIZE, k % SIZE]; // SIZE is the number of channels, too
    const [first, second, third] = digits;
    return { channels: digits, pixels: [third, first, second], columns: [first, third, second] }[order];
  }

  #patch([row, column], order) {
    return this.#weights.map((_, k) => {
      const [c, u, v] = this.#pixel(k, order);
      return this.#image[c][row + u][column + v];
    });
  }

  #sum(place, order) {
    return this.#patch(place, order).reduce((sum, x, k) => sum + x * this.#weights[k], 0);
  }

  #update() {
    const place = this.#place();
    const [row, column] = place;
    const order = this.#order();
    const patch = this.#patch(place, order);
    this.#visited.add(row * this.#columns + column);

    for (const slider of this.querySelectorAll("[type=range]")) slider.ariaValueText = Number(slider.value) + 1;
    for (const moved of this.querySelectorAll(".kernel, .here")) {
      moved.style.setProperty("--row", row);
      moved.style.setProperty("--column", column);
    }
    const kernel = this.querySelectorAll(".kernel [data-weight]");
    this.#weights.forEach((weight, k) => {
      const [c, u, v] = this.#pixel(k, order);
      const drawn = kernel[(c * SIZE + u) * SIZE + v];
      drawn.dataset.weight = k;
      drawn.firstElementChild.textContent = format(weight);
    });
    this.querySelectorAll(".of-x.entry").forEach((entry, k) => (entry.textContent = format(patch[k])));
    this.querySelectorAll(".of-p").forEach((entry, k) => (entry.textContent = format(patch[k] * this.#weights[k])));
    this.#write(place, order);
    this.#light();
    this.#announce();
  }

  #write(place, order) {
    const all = [...this.querySelectorAll(".output .cell")].map((cell, at) => {
      const there = [Math.floor(at / this.#columns), at % this.#columns];
      return { cell, at, right: this.#sum(there, RIGHT), sum: this.#sum(there, order) };
    });
    const largest = Math.max(...all.map(({ right }) => Math.abs(right)));
    for (const { cell, at, right, sum } of all) {
      const shown = this.#visited.has(at);
      cell.textContent = shown ? format(sum) : "";
      cell.style.setProperty("--size", shown ? Math.min(1, Math.abs(sum) / largest) : 0);
      cell.dataset.sign = shown ? Math.sign(sum) : 0;
      cell.classList.toggle("wrong", shown && sum !== right);
    }
    const [sum, right] = [this.#sum(place, order), this.#sum(place, RIGHT)];
    this.querySelector(".total").textContent = format(sum);
    const hint = this.querySelector(".right");
    hint.hidden = sum === right;
    hint.textContent = `; the layer gives ${format(right)}`;
  }

  #light() {
    const lit = this.#hovered ?? this.querySelector("[name=window-weight]:checked").value;
    for (const part of this.querySelectorAll("[data-weight]")) {
      part.classList.toggle("lit", part.dataset.weight === lit);
    }
  }

  #announce() {
    this.#say(() => {
      const place = this.#place();
      const [row, column] = place.map((number) => number + 1);
      const [sum, right] = [this.#order(), RIGHT].map((order) => this.#sum(place, order));
      const wrong = sum === right ? "" : `; the layer gives ${spoken(right)}`;
      return `Row ${row}, column ${column}: ${spoken(sum)}${wrong}`;
    });
  }
}

customElements.define("fc-window", Window);
