// Chapter 13: figures/stacked_rows.py for every token and row of W, in both orders in which the rows are stored.

import { announcer } from "./announce.js";
import { giveToNearest } from "./nearest.js";
import { bracketed, format } from "./scrub.js";

const ROWS = 3; // queries, keys and values

class StackedRows extends HTMLElement {
  #layer;
  #hovered; // the entry under the pointer goes before that of the sliders
  #say = announcer(this);

  connectedCallback() {
    this.#layer = JSON.parse(this.querySelector("[data-layer]").dataset.layer);
    const [token, row] = this.querySelectorAll("[type=range]");
    this.addEventListener("input", () => {
      this.#hovered = undefined;
      this.#update();
    });
    const drawing = this.querySelector(".layer");
    giveToNearest(drawing, ".cell");
    const cellOf = ({ target }) => target.closest?.(".cell");
    const pointed = (cell) => [Number(cell.dataset.token ?? token.value), Number(cell.closest(".of-x") ? row.value : cell.dataset.row)];
    const chosen = (cell) => (cell.closest(".of-x") ? [Number(cell.dataset.row), Number(row.value)] : pointed(cell));
    drawing.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      this.#hovered = cellOf(event) && chosen(cellOf(event));
      this.#update(false);
    });
    drawing.addEventListener("pointerleave", () => {
      this.#hovered = undefined;
      this.#update(false);
    });
    drawing.addEventListener("click", (event) => {
      if (!cellOf(event)) return;
      [token.value, row.value] = chosen(cellOf(event));
      this.#update();
    });
    this.#update(false);
  }

  #order() {
    return this.querySelector("[name=stacked-rows-order]:checked").value;
  }

  // Which of the three a stored row is, its head and its place there.
  #place(row, order = this.#order()) {
    const { heads, width, parts } = this.#layer;
    const names = Object.keys(parts);
    const component = row % width;
    if (order === "blocks") return { part: names[Math.floor(row / (heads * width))], head: Math.floor(row / width) % heads, component };
    return { part: names[Math.floor(row / width) % ROWS], head: Math.floor(row / (ROWS * width)), component };
  }

  // The row of the data, where queries, keys and values are blocks, that is stored here.
  #stored(row) {
    const { heads, width, parts } = this.#layer;
    const { part, head, component } = this.#place(row);
    return (Object.keys(parts).indexOf(part) * heads + head) * width + component;
  }

  #name(row) {
    const { part, head, component } = this.#place(row);
    return `${part}${head}${component}`;
  }

  #update(announced = true) {
    const { x, W, b } = this.#layer;
    const ranges = [...this.querySelectorAll("[type=range]")];
    const [n, i] = this.#hovered ?? ranges.map((range) => range.valueAsNumber);
    const weights = W.map((_, row) => W[this.#stored(row)]);
    const bias = b[this.#stored(i)];
    const value = weights[i].reduce((sum, weight, j) => sum + weight * x[n][j], bias);
    this.#draw(n, i, weights, value);
    this.#write(n, i, weights[i], bias, value);
    ranges[1].setAttribute("aria-valuetext", `row ${ranges[1].value}, ${this.#words(this.#place(ranges[1].valueAsNumber))}`);
    if (announced) this.#announce();
  }

  #draw(n, i, weights, value) {
    this.querySelectorAll(".of-x .cell").forEach((cell) => cell.classList.toggle("lit", Number(cell.dataset.row) === n));
    this.querySelectorAll(".of-w .name").forEach((name, row) => (name.textContent = this.#name(row)));
    this.querySelectorAll(".of-w .cell").forEach((cell, k) => {
      const row = Number(cell.dataset.row);
      cell.classList.toggle("lit", row === i);
      cell.textContent = format(weights[row][k % weights[row].length]);
    });
    this.querySelectorAll(".of-y [class*=part-].name").forEach((name, row) => {
      name.textContent = this.#name(row);
      name.className = `name part-${this.#place(row).part}`;
    });
    for (const cell of this.querySelectorAll(".of-y .cell")) {
      const [token, row] = [Number(cell.dataset.token), Number(cell.dataset.row)];
      const here = token === n && row === i;
      cell.className = `cell part-${this.#place(row).part}`;
      if (here) cell.classList.add("lit");
      else if (token === n || row === i) cell.classList.add("crossed");
      cell.textContent = here ? format(value) : "";
    }
  }

  #words({ part, head, component }) {
    return `number ${component} of head ${head}'s ${this.#layer.parts[part]}`;
  }

  #write(n, i, weights, bias, value) {
    const { x, tokens, heads, width, parts } = this.#layer;
    const place = this.#place(i);
    const part = Object.keys(parts).indexOf(place.part);
    const [text, token] = [Math.floor(n / tokens), n % tokens];
    const offsets =
      this.#order() === "blocks"
        ? `${part} · ${heads * width} + ${place.head} · ${width}`
        : `${place.head} · ${ROWS * width} + ${part} · ${width}`;
    // What code that expects three blocks takes this column for.
    const taken = this.#words(this.#place(i, "blocks"));
    const terms = weights.map((weight, j) => `${bracketed(weight)}·${bracketed(x[n][j])}`);
    const values = {
      token: `text ${text}, token ${token}: ${text} · ${tokens} + ${token} = ${n}`,
      row: `${i}: ${this.#words(place)}`,
      index: `${offsets} + ${place.component} = ${i}`,
      entry: `${terms.join(" + ")} + ${bracketed(bias)} = ${format(value)}`,
      split: `${taken}, ${taken === this.#words(place) ? "rightly" : "wrongly"}`,
    };
    for (const [key, written] of Object.entries(values)) {
      this.querySelector(`[data-value=${key}]`).textContent = written;
    }
  }

  #announce() {
    this.#say(() => {
      const text = (key) => this.querySelector(`[data-value=${key}]`).textContent;
      return `Row ${text("row")}. Token ${text("token")}. ${text("entry")}`;
    });
  }
}

customElements.define("fc-stacked-rows", StackedRows);
