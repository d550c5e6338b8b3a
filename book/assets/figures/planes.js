// Chapter 01: brings the drawing of figures/planes.py alive: lines turn and move, points change side, ReLUs fold.

import { announcer } from "./announce.js";
import { onDrag } from "./drag.js";
import { giveToNearest } from "./nearest.js";
import { paint } from "./pixels.js";

const [EDGE, UNIT, CELLS, FULL] = [3, 60, 36, 5]; // as in planes.py
const TURN = { step: 5, full: 360 };
const MOVE = { step: 0.25, limit: 3 };

const radians = (degrees) => (degrees * Math.PI) / 180;
const nearest = (value, step) => Math.round(value / step) * step;

class Planes extends HTMLElement {
  #neurons = []; // { turn, bias } each
  #chosen = 0;
  #say = announcer(this);

  connectedCallback() {
    const groups = [...this.querySelectorAll(".neuron")];
    this.#neurons = groups.map(({ dataset }) => ({ turn: Number(dataset.turn), bias: Number(dataset.bias) }));
    const worked = this.#neurons.map((neuron) => ({ ...neuron }));
    for (const name of ["turn", "bias"]) {
      this.querySelector(`[name=${name}]`).addEventListener("input", ({ target }) => this.#set(name, Number(target.value)));
    }
    this.addEventListener("change", ({ target }) => {
      if (target.name === "planes-neuron") this.#chosen = Number(target.value) - 1;
      if (target.name === "planes-count") this.#choose(Math.min(this.#chosen, this.#count - 1));
      this.#update();
    });
    groups.forEach((group, k) => this.#addHandles(group, k));
    giveToNearest(this.querySelector(".plane"), ".grab, .tip");
    this.querySelector("button").addEventListener("click", () => {
      this.#neurons = worked.map((neuron) => ({ ...neuron }));
      this.#update();
    });
    this.#choose(0);
    this.#update(false);
  }

  get #count() {
    return Number(this.querySelector("[name=planes-count]:checked").value);
  }

  #choose(k) {
    this.#chosen = k;
    this.querySelector(`[name=planes-neuron][value="${k + 1}"]`).checked = true;
  }

  #set(name, value) {
    this.#neurons[this.#chosen][name] = value;
    this.#update();
  }

  // The tip of the arrow turns the neuron about the foot of its arrow; its line moves along the arrow.
  #addHandles(group, k) {
    const place = ({ clientX, clientY }) => {
      const { left, top, width } = this.querySelector(".plane").getBoundingClientRect();
      const pixels = width / (2 * EDGE);
      return [(clientX - left) / pixels - EDGE, EDGE - (clientY - top) / pixels];
    };
    const start = () => {
      this.#choose(k);
      return { ...this.#neurons[k] };
    };
    const cancel = (before) => {
      this.#neurons[k] = before;
      this.#update();
    };
    const turn = (event, { turn, bias }) => {
      const [x, y] = place(event);
      const [across, up] = [-bias * Math.cos(radians(turn)), -bias * Math.sin(radians(turn))];
      const angle = (Math.atan2(y - up, x - across) * 180) / Math.PI;
      this.#set("turn", (nearest(angle, TURN.step) + TURN.full) % TURN.full);
    };
    const move = (event) => {
      const [x, y] = place(event);
      const angle = radians(this.#neurons[k].turn);
      const bias = nearest(-(x * Math.cos(angle) + y * Math.sin(angle)), MOVE.step);
      this.#set("bias", Math.max(-MOVE.limit, Math.min(MOVE.limit, bias)));
    };
    onDrag(group.querySelector(".tip"), { start, move: turn, cancel });
    onDrag(group.querySelector(".grab"), { start, move, cancel });
    // A line moves in all directions; beside it a finger scrolls. Browsers heed touch-action for a whole drawing only.
    group.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  }

  #outputs(x, y) {
    return this.#neurons.slice(0, this.#count).map(({ turn, bias }) => {
      const angle = radians(turn);
      return Math.cos(angle) * x + Math.sin(angle) * y + bias;
    });
  }

  #update(tell = true) {
    this.#drawNeurons();
    for (const point of this.querySelectorAll(".point")) {
      const on = this.#outputs(...point.dataset.at.split(" ").map(Number)).some((output) => output > 0);
      point.classList.toggle("on", on);
      point.classList.toggle("off", !on);
    }
    const centre = (k) => EDGE * ((2 * (k + 0.5)) / CELLS - 1);
    const shades = Array.from({ length: CELLS * CELLS }, (_, at) => {
      const outputs = this.#outputs(centre(at % CELLS), -centre(Math.floor(at / CELLS)));
      return Math.min(1, outputs.reduce((sum, output) => sum + Math.max(0, output), 0) / FULL);
    });
    paint(this.querySelector(".ground"), shades, CELLS);

    const [on, all] = [".point.on", ".point"].map((points) => this.querySelectorAll(points).length);
    const where = this.#count > 1 ? "where a ReLU lets something through" : "on the positive side";
    this.querySelector(".counts").textContent = `${on} of ${all} points ${where}`;
    this.querySelector(".which").hidden = this.#count === 1;
    const { turn, bias } = this.#neurons[this.#chosen];
    this.querySelector("[name=turn]").value = turn;
    this.querySelector("[name=bias]").value = bias;
    this.#say(tell && (() => this.querySelector(".counts").textContent));
  }

  #drawNeurons() {
    this.querySelectorAll(".neuron").forEach((group, k) => {
      const { turn, bias } = this.#neurons[k];
      const x = UNIT * (EDGE - bias * Math.cos(radians(turn)));
      const y = UNIT * (EDGE + bias * Math.sin(radians(turn)));
      group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${-turn})`);
      group.querySelector(".name").setAttribute("transform", `rotate(${turn} 74 0)`);
      group.classList.toggle("out", k >= this.#count);
      group.classList.toggle("lit", k === this.#chosen && this.#count > 1);
    });
    for (const input of this.querySelectorAll("[name=planes-neuron]")) {
      input.closest("label").hidden = Number(input.value) > this.#count;
    }
  }
}

customElements.define("fc-planes", Planes);
