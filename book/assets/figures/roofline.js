// Chapter 07: the roofline of figures/roofline.py for other machines, layers and batches.

import { announcer } from "./announce.js";
import { chartOf, onDragAcross } from "./chart.js";

const LAYERS = { ip1: [800, 500], fc7: [4096, 4096], fc6: [25088, 4096] }; // D and M
const BATCHES = Array.from({ length: 13 }, (_, k) => 2 ** k);
const [LOW, HIGH] = [0.1, 1000]; // of the intensity
const TICKS = 4; // of the vertical axis

function cost(n, [D, M]) {
  const flops = 2 * n * D * M;
  const bytes = 4 * (n * D + M * D + M + n * M);
  return { flops, bytes, intensity: flops / bytes };
}

// The smallest batch that is bound by arithmetic: where the FLOPs per byte reach the ridge, solved for N.
function turn(ridge, [D, M]) {
  const gain = 2 * D * M - 4 * ridge * (D + M);
  if (gain <= 0) return `never: below ${significant((D * M) / (2 * (D + M)))} FLOP/byte`;
  return grouped(Math.max(1, Math.ceil((4 * ridge * M * (D + 1)) / gain)));
}

function significant(value) {
  return String(Number(value.toPrecision(3)));
}

function grouped(value) {
  return value.toLocaleString("en-GB");
}

function duration(seconds) {
  const units = { s: 1, ms: 1e-3, µs: 1e-6 };
  const unit = Object.keys(units).find((name) => seconds >= units[name]) ?? "µs";
  return `${significant(seconds / units[unit])} ${unit}`;
}

class Roofline extends HTMLElement {
  #range;
  #layer;
  #peak;
  #bandwidth;
  #say = announcer(this);

  connectedCallback() {
    this.#range = this.querySelector("[type=range]");
    this.addEventListener("input", () => this.#update());
    const set = (value) => {
      this.#range.value = value;
      this.#update();
    };
    onDragAcross(this.querySelector(".plot"), {
      start: () => this.#range.value,
      move: (share) => set(this.#nearest(LOW * (HIGH / LOW) ** share)),
      cancel: set,
    });
    this.#update(false);
  }

  // The place in BATCHES of the one whose intensity is nearest, on the logarithmic scale.
  #nearest(intensity) {
    const away = BATCHES.map((n) => Math.abs(Math.log(cost(n, this.#layer).intensity / intensity)));
    return away.indexOf(Math.min(...away));
  }

  #update(tell = true) {
    const inputs = [...this.querySelectorAll("[type=number]")];
    for (const input of inputs) input.setAttribute("aria-invalid", !input.validity.valid);
    // Half a number is no machine: the one before it stays.
    if (inputs.every(({ validity }) => validity.valid)) {
      [this.#peak, this.#bandwidth] = inputs.map((input) => input.valueAsNumber);
    }
    this.#layer = LAYERS[this.querySelector(":checked").value];
    this.#draw();
    this.#print(tell);
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #draw() {
    const element = this.querySelector(".chart");
    // From the power of ten above the peak down to the batch of 1, as many decades from tick to tick as that needs.
    const exponent = Math.ceil(Math.log10(1.25 * this.#peak));
    const slowest = Math.log10(0.4 * Math.min(this.#bandwidth, this.#peak));
    const decades = Math.max(1, Math.ceil((exponent - slowest) / (TICKS - 1)));
    const start = exponent - decades * (TICKS - 1);
    const bottom = 10 ** start;
    element.dataset.y = `log ${bottom} ${10 ** exponent}`;
    const chart = chartOf(element);
    this.querySelectorAll(".tick-y").forEach((tick, k) => {
      const power = String(start + k * decades).replace("-", "\u2212");
      tick.innerHTML = power === "0" ? "1" : `10<tspan dy="-5" class="power">${power}</tspan>`;
    });

    const ridge = this.#peak / this.#bandwidth;
    const inside = Math.min(HIGH, Math.max(LOW, ridge));
    const roof = (x) => Math.max(bottom, Math.min(this.#peak, this.#bandwidth * x));
    this.#part("roof").setAttribute("d", chart.path([LOW, inside, HIGH].map((x) => [x, roof(x)])));
    this.#part("ridge").setAttribute("d", chart.path([[ridge, bottom], [ridge, this.#peak]]));

    const place = (name, words, ...point) => {
      if (words) this.#part(name).textContent = words;
      chart.move(this.#part(name), ...point);
    };
    const slope = LOW * (inside / LOW) ** 0.75;
    place("bandwidth", `${grouped(this.#bandwidth)} GB/s`, slope, roof(slope));
    place("peak", `${grouped(this.#peak)} GFLOP/s`, HIGH, this.#peak);
    place("memory", "", inside, bottom);
    place("arithmetic", "", inside, bottom);
    // A word only where its side of the ridge has room for it.
    const across = chart.x(inside);
    const right = 100 - across;
    for (const [name, room] of Object.entries({ bandwidth: across, memory: across, peak: right, arithmetic: right })) {
      this.#part(name).classList.toggle("crowded", room < 27);
    }

    const places = BATCHES.map((n) => cost(n, this.#layer).intensity).map((x) => [x, roof(x)]);
    this.querySelectorAll(".batch").forEach((dot, k) => chart.move(dot, ...places[k]));
    const here = places[this.#range.value];
    chart.move(this.querySelector(".point"), ...here);
    chart.move(this.#part("label"), ...here);
    this.#part("label").classList.toggle("at-right", chart.x(here[0]) > 70);
  }

  #print(tell) {
    const n = BATCHES[this.#range.value];
    const { flops, bytes, intensity } = cost(n, this.#layer);
    // GFLOP and GB over GFLOP/s and GB/s
    const [arithmetic, memory] = [flops / this.#peak / 1e9, bytes / this.#bandwidth / 1e9];
    const written = {
      layer: this.querySelector(":checked + span").textContent,
      n: grouped(n),
      batch: grouped(n),
      flops: grouped(flops),
      bytes: grouped(bytes),
      intensity: `${significant(intensity)} FLOP/byte`,
      time: duration(Math.max(arithmetic, memory)),
      bound: memory > arithmetic ? "memory" : "arithmetic",
      turn: turn(this.#peak / this.#bandwidth, this.#layer),
    };
    for (const [key, text] of Object.entries(written)) this.querySelector(`[data-value=${key}]`).textContent = text;
    this.#range.setAttribute("aria-valuetext", `N = ${n}`);

    this.#say(tell && (() => `N = ${n}: ${written.intensity}, bound by ${written.bound}, ${written.time}`));
  }
}

customElements.define("fc-roofline", Roofline);
