// Keeps what is written in cells in the browser as it is typed, and brings it back.
import { openStore } from "./keep.js";
import { leave } from "./left.js";

const PAUSE = 300; // milliseconds without a key after which a text is kept
export class Answers {
  #waiting = new Map();
  #store = null;
  #kept = true;

  // of: {name, version, changed, lost}, with what to say where only texts for another version are kept, and where nothing is.
  // note(words, choices) tells the reader. Once ready is fulfilled, what was kept stands in the cells.
  constructor({ name, version, changed, lost }, cells, note) {
    Object.assign(this, { name, version, words: changed, lost, note, cells: cells.filter(({ own }) => own) });
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
    if (!records.length) return;
    const texts = this.#latest(records);
    if (!records.some(({ version }) => version === this.version)) this.note(this.words, { "Take over what I wrote": () => this.fill(texts) });
    else for (const cell of this.cells) if (cell.id in texts) this.#show(cell, texts[cell.id]);
  }

  // The texts by cell: those for this version, or else those for the one that was last written for.
  #latest(records) {
    const last = records.reduce((a, b) => (a.at > b.at ? a : b)).version;
    const version = records.some((record) => record.version === this.version) ? this.version : last;
    const chosen = records.filter((record) => record.version === version);
    return Object.fromEntries(chosen.map(({ cell, text }) => [cell, text]));
  }

  // Put texts in cells as if they had been typed.
  fill(texts) {
    for (const cell of this.cells) if (cell.id in texts) cell.text = texts[cell.id];
  }

  // Put in a cell what is kept already.
  #show(cell, text) {
    cell.text = text;
    clearTimeout(this.#waiting.get(cell));
    this.#waiting.delete(cell);
  }

  // Another tab has kept something.
  #heard({ exercise, version, cell, text }) {
    if (exercise !== this.name || version !== this.version) return;
    const mine = this.cells.find(({ id }) => id === cell);
    if (mine && !this.#waiting.has(mine)) this.#show(mine, text ?? mine.source);
  }

  changed(cell) {
    if (!this.cells.includes(cell)) return;
    clearTimeout(this.#waiting.get(cell));
    this.#waiting.set(cell, setTimeout(() => this.#keep(cell), PAUSE));
  }

  // The page may be gone before the browser has kept a text.
  #flush() {
    const cells = [...this.#waiting.keys()];
    leave(cells.map((cell) => this.#record(cell)));
    for (const cell of cells) this.#keep(cell);
  }

  #record(cell) {
    const text = cell.touched ? cell.text : null;
    return { exercise: this.name, version: this.version, cell: cell.id, text, at: new Date().toISOString() };
  }

  async #keep(cell) {
    clearTimeout(this.#waiting.get(cell));
    this.#waiting.delete(cell);
    try {
      if (!this.#store) throw new Error("there is no store");
      await this.#store.put(this.#record(cell));
      this.#kept = true;
    } catch {
      this.#fail();
    }
  }

  #fail() {
    if (this.#kept) this.note(this.lost);
    this.#kept = false;
  }

  // All that is kept of all exercises, and what stands here, which the browser may not have kept. What it has kept is as old as
  // it was: whoever takes the file back may have written something later.
  async everything() {
    const kept = this.#store ? await this.#store.all() : [];
    const same = (one, other) => ["exercise", "version", "cell", "text"].every((part) => one[part] === other[part]);
    const written = this.cells.filter(({ touched }) => touched).map((cell) => this.#record(cell));
    const here = written.map((record) => kept.find((old) => same(old, record)) ?? record);
    const elsewhere = kept.filter(({ exercise, version }) => exercise !== this.name || version !== this.version);
    return { fclib: "answers", answers: [...elsewhere, ...here] };
  }

  // Keep what a file from everything() holds, but for cells of which something later is kept. Return {answers, others, later}:
  // this exercise's texts, and whether something later is kept of other exercises; null if it is another kind of file.
  async takeBack(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      return null;
    }
    if (found?.fclib !== "answers" || !Array.isArray(found.answers)) return null;
    const parts = ["exercise", "version", "cell", "text", "at"];
    const records = found.answers.filter((record) => parts.every((part) => typeof record?.[part] === "string"));
    const mine = records.filter(({ exercise }) => exercise === this.name);
    let later = false;
    for (const record of this.#store ? records : []) {
      const kept = await this.#store.putIfNewer(record);
      later ||= !kept && !mine.includes(record);
    }
    return { answers: mine.length ? this.#latest(mine) : {}, others: 0, later };
  }
}
