// Chapter 13: figures/training_memory.py for other layers, numbers of tokens and ranks.

import { announcer } from "./announce.js";

const HALF = 2; // bytes of a number in bfloat16
const OPTIMIZER = 12; // bytes for each number that is trained: a master copy and two means in float32
const MEBI = 2 ** 20;

const grouped = (value) => value.toLocaleString("en-GB");

function mebibytes(size) {
  return `${(size / MEBI).toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} MiB`;
}

// As fclib.training_memory; without a rank all is trained.
function memory(N, D, M, rank) {
  const all = M * D + M;
  const trained = rank === undefined ? all : rank * (D + M);
  const frozen = rank === undefined ? 0 : all;
  return {
    weights: HALF * (trained + frozen),
    gradients: HALF * trained,
    optimizer: OPTIMIZER * trained,
    inputs: HALF * (N * D + (rank === undefined ? 0 : N * rank)),
  };
}

const total = (kept) => Object.values(kept).reduce((sum, part) => sum + part, 0);

class TrainingMemory extends HTMLElement {
  #say = announcer(this);

  connectedCallback() {
    this.addEventListener("input", () => {
      this.#update();
      this.#announce();
    });
    this.#update();
  }

  #stop(name) {
    const range = this.querySelector(`[name=${name}]`);
    const value = JSON.parse(range.dataset.stops)[range.value];
    range.setAttribute("aria-valuetext", value);
    range.closest("label").querySelector(".stop").textContent = grouped(value);
    return value;
  }

  #update() {
    const [D, M] = this.querySelector("[name=training-memory-layer]:checked").value.split(" ").map(Number);
    const [N, r] = [this.#stop("N"), this.#stop("r")];
    const [whole, small] = [memory(N, D, M), memory(N, D, M, r)];
    const longest = Math.max(total(whole), total(small));
    this.#bar(".whole", whole, longest);
    this.#bar(".small", small, longest);
    const shapes = [[M, D], [N, r], [N, r], [M, r], [r, D]];
    this.querySelectorAll("tbody tr").forEach((row, k) => {
      const [shape, count] = row.querySelectorAll("td");
      shape.textContent = `(${shapes[k].join(", ")})`;
      count.textContent = grouped(shapes[k][0] * shapes[k][1]);
    });
    const [all, update] = [M * D + M, r * (D + M)];
    this.querySelector(".trained").textContent =
      `The update trains ${grouped(update)} numbers in place of ${grouped(all)}: ` +
      `one in ${all / update < 10 ? (all / update).toFixed(1) : grouped(Math.round(all / update))}. ` +
      "The table lists all that its backward pass makes; ∂L/∂W is not among it.";
  }

  #bar(kind, kept, longest) {
    const bar = this.querySelector(kind);
    for (const [field, size] of Object.entries(kept)) {
      bar.querySelector(`.${field}`).style.setProperty("--part", `${((100 * size) / longest).toFixed(3)}%`);
    }
    bar.querySelector(".total").textContent = mebibytes(total(kept));
  }

  #announce() {
    this.#say(() => {
      const [whole, small] = [...this.querySelectorAll(".total")].map((element) => element.textContent);
      return `All weights ${whole}, an update ${small}`;
    });
  }
}

customElements.define("fc-training-memory", TrainingMemory);
