// Chapter 12: figures/number_bits.py for every number and type; a bit that is ticked changes the number.

import { announcer } from "./announce.js";
import { decode, encode, nearestEven, neighbour, parts } from "./float.js";
import { format } from "./scrub.js";

const ADVICE = "Type a number, such as 3.14 or 1e-8.";

function shown(value) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "\u2212∞" : "∞";
  return format(Number(value.toPrecision(9)));
}

// What each type makes of a number: pattern, value, neighbours and words, all from the pattern.
function floating(type, first) {
  return {
    encode: (x) => encode(first(x), type),
    decode: (pattern) => decode(pattern, type),
    neighbour: (pattern, direction) => {
      const next = neighbour(pattern, type, direction);
      return next === null ? null : decode(next, type);
    },
    made(pattern) {
      const { negative, special, e, factor } = parts(pattern, type);
      if (special) return shown(decode(pattern, type));
      return `${negative ? "\u2212" : "+"}${shown(factor)} · 2<sup>${format(e)}</sup>`;
    },
  };
}

function whole(scale) {
  const signed = (pattern) => (pattern > 127 ? pattern - 256 : pattern);
  const clipped = (q) => Math.min(127, Math.max(-128, q));
  return {
    encode: (x) => (clipped(nearestEven(x / scale)) + 256) % 256,
    decode: (pattern) => signed(pattern) * scale,
    neighbour(pattern, direction) {
      const q = signed(pattern) + direction;
      return q === clipped(q) ? q * scale : null;
    },
    made: (pattern) => `${format(signed(pattern))} · ${scale}`,
  };
}

class NumberBits extends HTMLElement {
  #types;
  #scale;
  #x;
  #pattern; // what was ticked, if the last change was that of a bit
  #say = announcer(this);

  connectedCallback() {
    const { types, scale } = JSON.parse(this.querySelector("[data-types]").dataset.types);
    [this.#types, this.#scale] = [types, scale];
    const [field, range] = this.querySelectorAll("[type=number], [type=range]");
    this.#x = Number(field.value);
    for (const box of this.querySelectorAll("[type=checkbox]")) box.disabled = false;
    this.addEventListener("input", ({ target }) => {
      if (target === range) field.value = range.value;
      if (target === field && field.validity.valid && field.value !== "") range.value = field.value;
      if (target === field || target === range) this.#x = field.value === "" ? NaN : Number(field.value);
      if (target.type === "checkbox") {
        this.#x = this.#type().decode(this.#ticked());
        this.#pattern = this.#ticked(); // of nan there are many
        field.value = Number.isFinite(this.#x) ? this.#x : "";
        if (Number.isFinite(this.#x)) range.value = this.#x;
      }
      const bad = (target === field || target === range) && Number.isNaN(this.#x);
      this.querySelector(".note").textContent = bad ? ADVICE : "";
      if (!bad) this.#update();
      this.#pattern = undefined;
    });
    this.#update(false);
  }

  #name() {
    return this.querySelector("[name=number-bits-type]:checked").value;
  }

  #type() {
    const name = this.#name();
    if (name === "int8") return whole(this.#scale);
    // As fclib.to_bfloat16 does: to float32 first.
    return floating(this.#types[name], name === "bfloat16" ? Math.fround : (x) => x);
  }

  #kinds() {
    return Object.entries(this.#types[this.#name()]).flatMap(([kind, count]) => Array(count).fill(kind));
  }

  #ticked() {
    const boxes = [...this.querySelectorAll("[type=checkbox]")].slice(0, this.#kinds().length);
    return boxes.reduce((pattern, box) => 2 * pattern + (box.checked ? 1 : 0), 0);
  }

  #update(announced = true) {
    if (this.#name() === "int8" && !Number.isFinite(this.#x)) this.#x = 0; // whole numbers have neither nan nor infinity
    const type = this.#type();
    const pattern = this.#pattern ?? type.encode(this.#x);
    this.#draw(pattern);
    this.#write(type, pattern);
    if (announced) this.#announce();
  }

  #draw(pattern) {
    const kinds = this.#kinds();
    const bits = pattern.toString(2).padStart(kinds.length, "0");
    this.querySelectorAll(".bit").forEach((cell, place) => {
      const [box, digit] = cell.children;
      cell.hidden = place >= kinds.length;
      box.checked = bits[place] === "1";
      digit.textContent = bits[place] ?? "0";
      cell.className = `bit ${kinds[place] ?? "fraction"}`;
      box.setAttribute("aria-label", `bit ${place + 1}, ${kinds[place] ?? ""}`);
    });
    this.querySelector(".legend").innerHTML = Object.entries(this.#types[this.#name()])
      .map(([kind, count]) => `<span class="${kind}">${kind}, ${count} ${count === 1 ? "bit" : "bits"}</span>`)
      .join("");
  }

  #write(type, pattern) {
    const x = this.#x;
    const stored = type.decode(pattern);
    const [below, above] = [-1, 1].map((direction) => (Number.isNaN(stored) ? null : type.neighbour(pattern, direction)));
    const error = Object.is(stored, x) || stored === x ? 0 : stored - x;
    const values = {
      typed: shown(x),
      stored: shown(stored),
      made: type.made(pattern),
      neighbours: [below, above].map((value) => (value === null ? "none" : shown(value))).join(" and "),
      spacing: this.#line(x, stored, below, above),
      error: this.#error(error, x),
    };
    for (const [key, value] of Object.entries(values)) {
      this.querySelector(`[data-value=${key}]`).innerHTML = value;
    }
  }

  #error(error, x) {
    if (error === 0) return "0";
    if (!Number.isFinite(error)) return shown(error);
    return `${format(Number(error.toPrecision(3)))}, ${((100 * Math.abs(error)) / Math.abs(x)).toFixed(2)}% of it`;
  }

  // Put x between the two numbers beside it, or what is stored exactly between its neighbours. Returns their distance.
  #line(x, stored, below, above) {
    const exact = stored === x;
    const low = exact || stored > x ? below : stored;
    const high = exact || stored < x ? above : stored;
    const line = this.querySelector(".line");
    const drawn = [low, high].every((end) => end !== null && Number.isFinite(end));
    line.classList.toggle("none", !drawn);
    if (!drawn) return "none";
    const at = (value) => `${((100 * (value - low)) / (high - low)).toFixed(2)}%`;
    line.querySelector(".x").style.setProperty("--at", at(x));
    line.querySelector(".nearest").style.setProperty("--at", at(stored));
    line.querySelector(".half").hidden = exact;
    line.querySelector(".low").textContent = shown(low);
    line.querySelector(".high").textContent = shown(high);
    const [down, up] = [stored - below, above - stored].map(shown);
    if (!exact) return shown(high - low);
    return down === up ? up : `${up} above, ${down} below`;
  }

  #announce() {
    this.#say(() => {
      const [stored, error] = ["stored", "error"].map((key) => this.querySelector(`[data-value=${key}]`).textContent);
      return `Stored ${stored}, error ${error}`;
    });
  }
}

customElements.define("fc-number-bits", NumberBits);
