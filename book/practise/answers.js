// Keeps the answers of an exercise in the browser as they are typed, and brings them back.
import { openStore } from "./keep.js";

const PAUSE = 300; // milliseconds without a key after which a text is kept
const NOT_KEPT = `This browser does not keep your answers (a private window, or no room): download the notebook before you
leave.`;

export class Answers {
  #waiting = new Map();
  #store = null;
  #kept = true;

  // note(words, choices) tells the reader.
  constructor({ name, version }, cells, note) {
    Object.assign(this, { name, version, note, cells: cells.filter(({ own }) => own) });
    this.ready = this.#load().catch(() => this.#fail());
    addEventListener("pagehide", () => this.#flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.#flush());
    addEventListener("beforeunload", (event) => {
      if (!this.#kept && this.cells.some(({ touched }) => touched)) event.preventDefault();
    });
  }

  async #load() {
    this.#store = await openStore();
    this.#store.onChangeElsewhere((record) => this.#heard(record));
    const records = await this.#store.of(this.name);
    const mine = records.filter(({ version }) => version === this.version);
    if (mine.length) this.#fill(mine);
    else if (records.length) this.#offer(records);
  }

  #fill(records) {
    for (const cell of this.cells) {
      const record = records.find((kept) => kept.cell === cell.id);
      if (record && !cell.touched) cell.text = record.text;
    }
  }

  #offer(records) {
    const last = records.reduce((a, b) => (a.at > b.at ? a : b)).version;
    const old = records.filter(({ version }) => version === last);
    this.note("The exercise has changed since you wrote your answers. They are still kept.", {
      "Take over my answers": () => this.#fill(old),
    });
  }

  // Another tab has kept something.
  #heard({ exercise, version, cell, text }) {
    if (exercise !== this.name || version !== this.version) return;
    const mine = this.cells.find(({ id }) => id === cell);
    if (!mine || this.#waiting.has(mine)) return;
    mine.text = text ?? mine.source;
    clearTimeout(this.#waiting.get(mine)); // it is kept already
    this.#waiting.delete(mine);
  }

  changed(cell) {
    if (!this.cells.includes(cell)) return;
    clearTimeout(this.#waiting.get(cell));
    this.#waiting.set(cell, setTimeout(() => this.#keep(cell), PAUSE));
  }

  #flush() {
    for (const cell of this.#waiting.keys()) this.#keep(cell);
  }

  async #keep(cell) {
    clearTimeout(this.#waiting.get(cell));
    this.#waiting.delete(cell);
    try {
      if (!this.#store) throw new Error("there is no store");
      await this.#store.put(this.name, this.version, cell.id, cell.touched ? cell.text : null);
      this.#kept = true;
    } catch {
      this.#fail();
    }
  }

  #fail() {
    if (this.#kept) this.note(NOT_KEPT);
    this.#kept = false;
  }

  // All that is kept of all exercises.
  async everything() {
    await this.ready;
    this.#flush();
    return { fclib: "answers", answers: this.#store ? await this.#store.all() : [] };
  }

  // Keep what a file from everything() holds; return this exercise's part, or null if it is another kind of file.
  async takeBack(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      return null;
    }
    if (found?.fclib !== "answers" || !Array.isArray(found.answers)) return null;
    const records = found.answers.filter((record) => [record.exercise, record.version, record.cell, record.text].every((part) => typeof part === "string"));
    await this.ready;
    for (const { exercise, version, cell, text } of records) await this.#store?.put(exercise, version, cell, text);
    const mine = records.filter(({ exercise }) => exercise === this.name);
    return { answers: Object.fromEntries(mine.map(({ cell, text }) => [cell, text])), others: 0 };
  }
}
