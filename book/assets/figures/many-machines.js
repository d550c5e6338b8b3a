// Chapter 11: the layer of figures/many_machines.py on p machines, step by step. A state is worked out from the axis,
// the number of machines and the step alone; ring.js knows how the pieces of a sum travel.

import { announcer } from "./announce.js";
import { partsInPieces, sentPiece } from "./ring.js";

const BYTES = 4;
const HALF = 2; // bytes of a number in bfloat16

function rect(x, y, width, height, kind, data = "") {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" class="${kind}"${data}></rect>`;
}

class ManyMachines extends HTMLElement {
  #layer;
  #axis;
  #p;
  #step;
  #say = announcer(this);

  connectedCallback() {
    this.#layer = JSON.parse(this.querySelector("[data-layer]").dataset.layer);
    const range = this.querySelector("[type=range]");
    const [back, next] = this.querySelectorAll("button");
    const go = (step) => {
      range.value = step; // the browser keeps it within its limits
      this.#update();
    };
    back.addEventListener("click", () => go(range.valueAsNumber - 1));
    next.addEventListener("click", () => go(range.valueAsNumber + 1));
    this.addEventListener("input", ({ target }) => {
      if (target.type === "radio") range.value = 0;
      this.#update();
    });
    this.#update(false);
  }

  #update(announced = true) {
    this.#axis = this.querySelector("[name=many-machines-axis]:checked").value;
    this.#p = Number(this.querySelector("[name=many-machines-p]:checked").value);
    const range = this.querySelector("[type=range]");
    const stages = this.#stages();
    range.max = stages.length - 1;
    this.#step = Math.min(range.valueAsNumber, stages.length - 1);
    range.setAttribute("aria-valuetext", stages[this.#step].title);
    this.querySelectorAll("button").forEach((button, end) => {
      button.setAttribute("aria-disabled", this.#step === (end ? stages.length - 1 : 0));
    });
    this.querySelector(".cards").innerHTML = Array.from({ length: this.#p }, (_, k) => this.#card(k, stages)).join("");
    this.#write(stages);
    if (announced) this.#announce();
  }

  // The steps of both passes, with the ring behind the product that is summed. `turn` counts the steps of the ring.
  #stages() {
    const name = this.#layer.counted[this.#axis][1];
    const words = this.#layer.sentences[this.#axis];
    const ring = Array.from({ length: 2 * (this.#p - 1) }, (_, turn) => {
      const half = turn < this.#p - 1 ? "reduce-scatter" : "all-gather";
      const title = `all-reduce of ${name}: ${half}, ${(turn % (this.#p - 1)) + 1}\u00a0of\u00a0${this.#p - 1}`;
      return { kind: "ring", turn, title, words: this.#layer.halves[half] };
    });
    const stage = (kind, title) => ({ kind, title, words: words[kind] });
    const start = [stage("start", "what each has"), stage("forward", "forward")];
    const backward = stage("backward", "backward");
    if (this.#axis === "D") return [...start, ...ring, stage("bias", "the bias"), backward];
    return [...start, backward, ...ring];
  }

  // How many steps of the ring are behind us.
  #turns(stages) {
    return stages.slice(0, this.#step + 1).filter(({ kind }) => kind === "ring").length;
  }

  #present(name, stages) {
    const reached = (kind) => stages.slice(0, this.#step + 1).some((stage) => stage.kind === kind);
    if (name.length === 2) return reached("backward");
    return name !== "Y" || reached("forward");
  }

  #card(k, stages) {
    const label = `what machine ${k + 1} holds`;
    const svg = Object.keys(this.#layer.arrays).map((name) => this.#array(name, k, stages)).join("");
    const { kind, turn } = stages[this.#step];
    const sent = kind === "ring" && sentPiece(k, this.#p, turn) + 1;
    const note = sent ? `sends piece ${sent}<br>to machine ${((k + 1) % this.#p) + 1}` : "sends nothing";
    return `<div class="machine"><p>machine ${k + 1}</p><svg viewBox="${this.#layer.view}" role="img" aria-label="${label}">${svg}</svg><p class="note">${note}</p></div>`;
  }

  #array(name, k, stages) {
    const { arrays, sizes, cell, summed } = this.#layer;
    let [rows, columns, x, y] = arrays[name];
    let [height, width] = [cell[1] * sizes[rows], cell[0] * (sizes[columns] ?? 2)];
    const colour = name.length === 2 ? "q-g" : `q-${name.toLowerCase()}`;
    const shown = name.length === 2 ? `∂L/∂${name[1]}` : name;
    const letter = `<text x="${x}" y="${y - 4}">${shown}</text>`;
    const frame = rect(x, y, width, height, `frame ${colour}`);
    if (!this.#present(name, stages)) return frame + letter;
    if (summed[this.#axis].includes(name)) return frame + this.#pieces(k, stages, { x, y, width, height, colour }) + letter;
    if (rows === this.#axis) [y, height] = [y + (k * height) / this.#p, height / this.#p];
    if (columns === this.#axis) [x, width] = [x + (k * width) / this.#p, width / this.#p];
    return frame + rect(x, y, width, height, `part ${colour}`) + letter;
  }

  // A sum on its way: each piece has a segment for each machine whose part is in it.
  #pieces(k, stages, { x, y, width, height, colour }) {
    const p = this.#p;
    const turns = this.#turns(stages);
    const { kind, turn } = stages[this.#step];
    const arrived = kind === "ring" ? sentPiece((k + p - 1) % p, p, turn) : -1;
    return partsInPieces(p, turns)[k].map((mask, c) => {
      const top = y + (c * height) / p;
      const data = ` data-piece="${c + 1}"`;
      const edge = c === arrived ? rect(x, top, width, height / p, `arrived ${colour}`) : "";
      if (mask === 2 ** p - 1) return rect(x, top, width, height / p, `part whole ${colour}`, data) + edge;
      const segments = [...Array(p).keys()].filter((m) => (mask >> m) & 1);
      const drawn = segments.map((m) => rect(x + (m * width) / p, top, width / p, height / p, `part ${colour}`, `${data} data-of="${m + 1}"`));
      return drawn.join("") + edge;
    }).join("");
  }

  #summed({ N, D, M }) {
    return { N: M * D + M, M: N * D, D: N * M }[this.#axis];
  }

  #write(stages) {
    const [p, layer] = [this.#p, this.#layer];
    const K = this.#summed(layer.sizes);
    const total = (2 * (p - 1) * K) / p;
    const sent = (this.#turns(stages) * K) / p;
    const up = ((2 * (p - 1) * this.#summed(layer.up)) / p) * (HALF / 1e6);
    const share = `2 · ${p - 1}/${p}`;
    const values = {
      step: stages[this.#step].title,
      words: stages[this.#step].words,
      sent: `${sent} numbers, ${BYTES * sent} bytes`,
      all: `${share} · ${layer.counted[this.#axis][0]} = ${share} · ${K} = ${total} numbers`,
      up: `${up.toFixed(1)} MB, for 8,192 tokens in bfloat16`,
    };
    for (const [key, value] of Object.entries(values)) {
      this.querySelector(`[data-value=${key}]`).innerHTML = value;
    }
  }

  #announce() {
    this.#say(() => ["step", "words", "sent"].map((key) => this.querySelector(`[data-value=${key}]`).textContent).join(". "));
  }
}

customElements.define("fc-many-machines", ManyMachines);
