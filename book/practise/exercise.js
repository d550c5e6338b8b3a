// An exercise on the page: the notebook's cells, the points so far, and the buttons for all of it.
import { CodeCell } from "./cells.js";
import { Answers } from "./answers.js";
import { make, button } from "./markup.js";
import { idOf, isOwn, sourceOf, answered, readAnswers, save } from "./notebook.js";
import { Sequence } from "./sequence.js";

const CHANGED = "The exercise has changed since you wrote your answers. They are still kept.";
const NOT_KEPT = `This browser does not keep your answers (a private window, or no room): download the notebook before you
leave.`;
const NOTEBOOK = "application/x-ipynb+json";

export class Exercise {
  // data: {name, version, notebook, html, hidden}, as book/_ext/practise.py writes it. place is the element to fill, shift by
  // how much headings are lower than in the notebook, root the way to the site's pages.
  constructor(data, place, engine, shift, root) {
    Object.assign(this, { data, engine, root });
    this.sequence = new Sequence(engine, data.name, () => this.count());
    this.points = make("p", { className: "practise-points", role: "status" });
    this.notes = make("div", { className: "practise-notes" });
    const cells = data.notebook.cells.map((cell) => (cell.cell_type === "code" ? this.code(cell) : this.text(cell, shift)));
    this.answers = new Answers({ ...data, changed: CHANGED, lost: NOT_KEPT }, this.sequence.cells, (...note) => this.note(...note));
    // Nobody is to write in a cell before what was kept of it is back.
    const all = [this.bar(), this.notes, ...cells, this.points];
    this.answers.ready.then(() => place.append(...all));
    this.count();
  }

  text(cell, shift) {
    const html = this.data.html[cell.id].replace(/(<\/?h)([1-4])/g, (_, tag, level) => tag + (Number(level) + shift));
    return make("div", { className: "practise-text", innerHTML: html });
  }

  code(cell) {
    const about = cell.metadata.nbgrader ?? {};
    const [id, own, check] = [idOf(cell), isOwn(cell), Boolean(about.grade && !about.solution)];
    const label = own ? `Your code: ${id.replaceAll(/[_-]/g, " ")}` : `${check ? "Check" : "Given code"}: ${id.replaceAll(/[_-]/g, " ")}`;
    const shown = own ? null : make("div", { innerHTML: this.data.html[cell.id] });
    const facts = { id, own, check, label, shown, source: sourceOf(cell), points: about.points, root: this.root };
    const drawn = new CodeCell(
      { ...facts, hidden: this.data.hidden.includes(id) },
      {
        run: (it) => this.sequence.run(it),
        stop: () => this.engine.stop(),
        changed: (it) => (this.sequence.changed(it), this.answers.changed(it)),
      },
    );
    this.sequence.cells.push(drawn);
    return drawn.element;
  }

  bar() {
    const chosen = make("input", { type: "file", accept: ".ipynb,.json", hidden: true, "aria-label": "A notebook" });
    chosen.onchange = () => this.open(chosen);
    const all = button("Run all", () => (this.engine.running ? this.engine.stop() : this.sequence.runAll()));
    this.all = all;
    const more = make(
      "details",
      { className: "practise-more" },
      make("summary", {}, "More"),
      button("Restart Python", () => (this.sequence.forget(), this.engine.restart().catch(() => {}))),
      button("Open a notebook", () => chosen.click()),
      button("Save all exercises' answers", () => this.export()),
      chosen,
    );
    return make("div", { className: "practise-tools", role: "group", "aria-label": "The exercise" }, all, button("Download with my answers", () => this.download()), more);
  }

  // Points of checks whose last run was right; hidden ones come when the notebook is handed in.
  count() {
    const checks = this.sequence.cells.filter(({ points }) => points);
    const sum = (cells) => cells.reduce((total, { points }) => total + points, 0);
    const [seen, later] = [checks.filter(({ hidden }) => !hidden), checks.filter(({ hidden }) => hidden)];
    const passed = seen.filter(({ passed }) => passed);
    const stale = passed.some(({ fresh }) => !fresh) ? " You have changed something since: run the checks again." : "";
    const words = `${sum(passed)} of ${sum(seen)} points so far. ${sum(later)} more come from hidden checks when you hand in.`;
    this.points.textContent = (later.length ? words : words.split(". ")[0] + ".") + stale;
  }

  download() {
    const texts = Object.fromEntries(this.sequence.cells.filter(({ own }) => own).map(({ id, text }) => [id, text]));
    save(`${this.data.name}.ipynb`, `${JSON.stringify(answered(this.data.notebook, texts), null, 1)}\n`, NOTEBOOK);
  }

  async export() {
    save("fclib-answers.json", `${JSON.stringify(await this.answers.everything(), null, 1)}\n`, "application/json");
  }

  async open(chosen) {
    const [file] = chosen.files;
    chosen.value = "";
    if (!file) return;
    this.opened?.remove(); // what was said of the file before
    try {
      const text = await file.text();
      const saved = await this.answers.takeBack(text);
      const { answers, others, later } = saved ?? readAnswers(text, this.data.notebook);
      this.answers.fill(answers);
      const left = others ? ` ${others} code cells of its own have no place here and were left out.` : "";
      const stay = later ? " What you have written here since then in other exercises stays." : "";
      this.opened = this.note(`Opened ${file.name}.${left}${stay} Undo in a cell brings back what stood there.`);
    } catch (error) {
      this.opened = this.note(`${file.name} could not be opened: ${error.message}`);
    }
  }

  // Say something above the cells, below what was said before, with buttons {words: what to do} that
  // also take it away.
  note(words, choices = {}) {
    const note = make("div", { className: "practise-note", role: "status" }, make("p", {}, words));
    for (const [label, act] of Object.entries({ ...choices, Close: () => {} })) {
      note.append(button(label, () => (note.remove(), act())));
    }
    const before = [...this.notes.children].find(({ firstChild }) => firstChild.textContent === words);
    if (before) before.replaceWith(note);
    else this.notes.append(note);
    return note;
  }
}
