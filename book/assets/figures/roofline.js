// Chapter 07: the roofline of figures/roofline.py for other machines, number types, layers and batches.

import { announcer } from "./announce.js";
import { chartOf, onDragAcross } from "./chart.js";

const LAYERS = { ip1: [800, 500], up: [768, 3072], fc7: [4096, 4096], fc6: [25088, 4096] }; // D and M
const BYTES = { bfloat16: 2, float32: 4 };
const BATCHES = Array.from({ length: 13 }, (_, k) => 2 ** k);
const [LOW, HIGH] = [0.1, 10000]; // of the intensity
const TICKS = 4; // of the vertical axis

function cost(n, [D, M], size) {
  const flops = 2 * n * D * M;
  const bytes = size * (n * D + M * D + M + n * M);
  return { flops, bytes, intensity: flops / bytes };
}

// The smallest batch that is bound by arithmetic: where the FLOPs per byte reach the ridge, solved for N.
function turn(ridge, [D, M], size) {
  const gain = 2 * D * M - size * ridge * (D + M);
  if (gain <= 0) return `never: below ${significant((2 * D * M) / (size * (D + M)))} FLOP/byte`;
  return grouped(Math.max(1, Math.ceil((size * ridge * M * (D + 1)) / gain)));
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
  #machines;
  #range;
  #inputs;
  #note;
  #advice;
  #layer;
  #size;
  #measured; // seconds by batch
  #peak;
  #bandwidth;
  #say = announcer(this);

  connectedCallback() {
    this.#machines = JSON.parse(this.querySelector("[data-machines]").dataset.machines);
    this.#range = this.querySelector("[type=range]");
    this.#inputs = [...this.querySelectorAll("[type=number]")];
    this.#note = this.querySelector(".note");
    this.#advice = this.#note.textContent;
    this.addEventListener("input", ({ target }) => {
      if (target.type === "number") this.querySelector("[value=own]").checked = true;
      if (["roofline-machine", "roofline-kind"].includes(target.name)) this.#fill();
      this.#update();
    });
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

  #chosen(name) {
    return this.querySelector(`[name=roofline-${name}]:checked`).value;
  }

  // Put a machine's own numbers into the fields; of one's own machine they stay.
  #fill() {
    const machine = this.#machines[this.#chosen("machine")];
    if (!machine) return;
    const numbers = [machine.peak[this.#chosen("kind")], machine.bandwidth];
    this.#inputs.forEach((input, k) => (input.value = numbers[k]));
  }

  // The place in BATCHES of the one whose intensity is nearest, on the logarithmic scale.
  #nearest(intensity) {
    const reached = BATCHES.map((n) => cost(n, this.#layer, this.#size).intensity);
    const away = reached.map((x) => Math.abs(Math.log(x / intensity)));
    return away.indexOf(Math.min(...away));
  }

  #update(tell = true) {
    const wrong = this.#inputs.filter(({ validity }) => !validity.valid);
    for (const input of this.#inputs) input.setAttribute("aria-invalid", wrong.includes(input));
    const names = wrong.map(({ name }) => name).join(" and the ");
    const words = names ? `The ${names} must be a number above 0; drawn is the last one that was.` : this.#advice;
    if (this.#note.textContent !== words) this.#note.textContent = words;
    this.#note.classList.toggle("problem", wrong.length > 0);
    // Half a number is no machine: the one before it stays.
    if (!wrong.length) [this.#peak, this.#bandwidth] = this.#inputs.map((input) => input.valueAsNumber);
    const [kind, layer] = [this.#chosen("kind"), this.#chosen("layer")];
    this.#layer = LAYERS[layer];
    this.#size = BYTES[kind];
    this.#measured = this.#machines[this.#chosen("machine")]?.points[kind]?.[layer] ?? {};
    this.#draw();
    this.#print(tell);
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #draw() {
    const element = this.querySelector(".chart");
    // From the power of ten above the peak down to below the batch of 1, as many decades from tick to tick as that needs.
    const exponent = Math.ceil(Math.log10(1.25 * this.#peak));
    const slowest = Math.log10(0.1 * Math.min(this.#bandwidth, this.#peak));
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

    const costs = BATCHES.map((n) => cost(n, this.#layer, this.#size));
    const places = costs.map(({ intensity }) => [intensity, roof(intensity)]);
    this.querySelectorAll(".batch").forEach((dot, k) => chart.move(dot, ...places[k]));
    this.querySelectorAll(".measured").forEach((cross, k) => {
      const seconds = this.#measured[BATCHES[k]];
      cross.classList.toggle("absent", !seconds);
      if (seconds) chart.move(cross, places[k][0], costs[k].flops / seconds / 1e9);
    });
    const here = places[this.#range.value];
    chart.move(this.querySelector(".point"), ...here);
    chart.move(this.#part("label"), ...here);
    this.#part("label").classList.toggle("at-left", chart.x(here[0]) < 15);
  }

  #print(tell) {
    const n = BATCHES[this.#range.value];
    const { flops, bytes, intensity } = cost(n, this.#layer, this.#size);
    // GFLOP and GB over GFLOP/s and GB/s
    const [arithmetic, memory] = [flops / this.#peak / 1e9, bytes / this.#bandwidth / 1e9];
    const least = Math.max(arithmetic, memory);
    const taken = this.#measured[n];
    const written = {
      layer: this.querySelector("[name=roofline-layer]:checked + span").textContent,
      size: String(this.#size),
      n: grouped(n),
      batch: grouped(n),
      flops: grouped(flops),
      bytes: grouped(bytes),
      intensity: `${significant(intensity)} FLOP/byte`,
      time: duration(least),
      measured: taken ? `${duration(taken)}, ${Math.round((100 * least) / taken)}% of the roof` : "not here",
      bound: memory > arithmetic ? "memory" : "arithmetic",
      turn: turn(this.#peak / this.#bandwidth, this.#layer, this.#size),
    };
    for (const [key, text] of Object.entries(written)) this.querySelector(`[data-value=${key}]`).textContent = text;
    this.#range.setAttribute("aria-valuetext", `N = ${n}`);

    this.#say(tell && (() => `N = ${n}: ${written.intensity}, bound by ${written.bound}, at least ${written.time}`));
  }
}

customElements.define("fc-roofline", Roofline);
