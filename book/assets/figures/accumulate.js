// Chapter 04: brings the drawing of figures/accumulate.py alive: samples join and leave the sum, and an entry of ∂L/∂W
// lights the two columns whose dot product it is. The first letter of a key says what the cell shows; see there.

import { announcer } from "./announce.js";
import { format, spoken } from "./scrub.js";

const INDICES = [1, 2, 3];

class Accumulate extends HTMLElement {
  #values = {}; // by key; g and x never change
  #last; // the sample in the middle
  #hovered; // the entry under the pointer goes before the chosen one
  #say = announcer(this);

  connectedCallback() {
    for (const cell of this.querySelectorAll("[data-number]")) {
      this.#values[cell.dataset.cell] = Number(cell.dataset.number);
    }
    for (const input of this.querySelectorAll("input")) input.disabled = false;
    this.#last = this.#samples().at(-1);

    this.addEventListener("change", ({ target }) => {
      if (target.type === "checkbox") this.#last = target.value;
      this.#update();
      this.#announce();
    });
    const [all, none] = this.querySelectorAll("button");
    all.addEventListener("click", () => this.#tick(true));
    none.addEventListener("click", () => this.#tick(false));
    this.#addPointing();
    this.#update();
  }

  #addPointing() {
    const entries = this.querySelector(".of-s");
    const hover = (event) => {
      this.#hovered = event.target.closest?.(".of-s [data-cell]")?.dataset.cell.slice(1);
      this.#update();
    };
    entries.addEventListener("pointerover", (event) => event.pointerType === "mouse" && hover(event));
    entries.addEventListener("pointerleave", () => hover({ target: this }));
    // Radio buttons know only the next and the previous one; here the keys go up and down as well.
    entries.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -3, ArrowDown: 3 }[event.key];
      if (!step) return;
      event.preventDefault();
      const radios = [...entries.querySelectorAll("input")];
      const next = radios[radios.indexOf(event.target) + step];
      next?.focus();
      next?.click();
    });
  }

  #boxes() {
    return [...this.querySelectorAll("[type=checkbox]")];
  }

  #samples() {
    return this.#boxes().filter((box) => box.checked).map((box) => box.value);
  }

  #tick(checked) {
    for (const box of this.#boxes()) {
      if (box.checked !== checked) this.#last = box.value;
      box.checked = checked;
    }
    this.#update();
    this.#announce();
  }

  #entry() {
    return this.#hovered ?? this.querySelector("[type=radio]:checked").value;
  }

  #update() {
    const values = this.#values;
    const samples = this.#samples();
    for (const i of INDICES) {
      values[`v${i}`] = values[`g${this.#last}${i}`];
      values[`h${i}`] = values[`x${this.#last}${i}`];
      for (const j of INDICES) {
        const product = (n) => values[`g${n}${i}`] * values[`x${n}${j}`];
        values[`p${i}${j}`] = product(this.#last);
        values[`s${i}${j}`] = samples.reduce((sum, n) => sum + product(n), 0);
      }
    }
    this.#paint(samples);
    this.#write(samples);
  }

  #paint(samples) {
    const [i, j] = this.#entry();
    const { factors, sums } = this.querySelector(".views").dataset;
    const columns = samples.flatMap((n) => [`g${n}${i}`, `x${n}${j}`]);
    const lit = new Set([...columns, `v${i}`, `h${j}`, `p${i}${j}`, `s${i}${j}`]);
    for (const cell of this.querySelectorAll("[data-cell]")) {
      const key = cell.dataset.cell;
      const value = this.#values[key];
      (cell.lastElementChild ?? cell).textContent = format(value);
      cell.style.setProperty("--size", Math.abs(value) / ("ps".includes(key[0]) ? sums : factors));
      cell.dataset.sign = Math.sign(value);
      cell.classList.toggle("lit", lit.has(key));
      cell.classList.toggle("out", "gx".includes(key[0]) && !samples.includes(key[1]));
    }
  }

  #write(samples) {
    const [i, j] = this.#entry();
    const added = samples.includes(this.#last);
    this.querySelector(".title").textContent = `sample ${this.#last} ${added ? "added" : "taken out"}`;
    this.querySelector(".sign").textContent = added ? "+" : "\u2212";
    for (const index of this.querySelectorAll("[data-index]")) {
      index.textContent = index.dataset.index === "i" ? i : j;
    }
    for (const term of this.querySelectorAll("[data-sample]")) {
      const n = term.dataset.sample;
      const [, g, x] = term.children;
      term.hidden = !samples.includes(n);
      g.textContent = bracketed(this.#values[`g${n}${i}`]);
      x.textContent = bracketed(this.#values[`x${n}${j}`]);
    }
    this.querySelector(".empty").hidden = samples.length > 0;
    this.querySelector(".total").textContent = format(this.#values[`s${i}${j}`]);
  }

  #announce() {
    this.#say(() => {
      const samples = this.#samples();
      const [i, j] = this.#entry();
      const sum = samples.length ? `Sum of samples ${samples.join(", ")}` : "No samples";
      const value = spoken(this.#values[`s${i}${j}`]);
      return `${sum}: row ${i}, column ${j} is ${value}`;
    });
  }
}

// Between two signs a negative number needs its brackets, as on paper.
function bracketed(value) {
  return value < 0 ? `(${format(value)})` : format(value);
}

customElements.define("fc-accumulate", Accumulate);
