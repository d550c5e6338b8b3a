// Chapter 04: brings the drawing of figures/accumulate.py alive: samples join and leave the sum, and an entry of ∂L/∂W
// lights the two columns whose dot product it is. The first letter of a key says what the cell shows; see there.

import { announcer } from "./announce.js";
import { bracketed, format, spoken } from "./scrub.js";

const INPUTS = [1, 2, 3];
const OUTPUTS = [1, 2];
const FLIGHT = 500; // milliseconds

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
      if (target.type === "checkbox") this.#fly(target.checked);
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
      const step = { ArrowUp: -INPUTS.length, ArrowDown: INPUTS.length }[event.key];
      if (!step) return;
      event.preventDefault();
      const radios = [...entries.querySelectorAll("input")];
      const next = radios[radios.indexOf(event.target) + step];
      next?.focus();
      next?.click();
    });
  }

  // The outer product goes to the sum, or comes back from it.
  #fly(added) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const [product, sum] = [".of-p", ".of-s"].map((name) => this.querySelector(`${name} .entries`));
    const [from, to] = [product, sum].map((part) => part.getBoundingClientRect());
    const there = { translate: `${to.left - from.left}px ${to.top - from.top}px`, opacity: 0.3 };
    const frames = [{ translate: "none", opacity: 1 }, there];
    product.animate(added ? frames : frames.reverse(), { duration: FLIGHT, easing: "ease-in-out" });
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
    for (const j of INPUTS) values[`h${j}`] = values[`x${this.#last}${j}`];
    for (const i of OUTPUTS) {
      values[`v${i}`] = values[`g${this.#last}${i}`];
      for (const j of INPUTS) {
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

customElements.define("fc-accumulate", Accumulate);
