// A cell of code on the page: its source as an editor or as it is printed, its buttons, and what came out.
import { Editor } from "./editor.js";
import { addKeys } from "./keys.js";
import { make, button } from "./markup.js";

const FELL = `Python itself broke down here: too deep a recursion, or no memory left. It was started again, and what you had run
before is run again.`;

export class CodeCell {
  // about: {id, label, source, shown, own, check, points, hidden, root, space}; shown is the element that has the source in it,
  // on: {run, stop, changed}, called with the cell.
  constructor(about, on) {
    Object.assign(this, about);
    this.on = on;
    this.passed = this.fresh = this.running = false;
    this.code = make("div", { className: "practise-code" });
    this.output = make("div", { className: "practise-output", "aria-live": "polite" });
    this.runButton = button("Run", () => (this.running ? on.stop(this) : on.run(this)));
    this.bar = make("div", { className: "practise-bar" }, this.runButton);
    this.element = make("div", { className: "practise-cell", role: "group", "aria-label": this.label });
    this.element.append(this.code, this.bar, this.output);
    if (this.points) this.mark = this.bar.appendChild(make("span", { className: "practise-mark" }, this.worth()));
    if (this.own && !this.shown) this.edit();
    else this.code.append(this.shown);
    if (this.own && this.shown) this.editButton = this.bar.appendChild(button("Edit", () => (this.edit(), this.editor.focus())));
  }

  // In the place of the printed source.
  edit() {
    this.editButton?.remove();
    this.code.replaceChildren();
    const on = { run: () => this.on.run(this), leave: () => this.runButton.focus(), changed: () => this.changed() };
    this.editor = new Editor(this.code, this.source, this.label, "practise-hint", on);
    addKeys(this.code, this.editor);
    this.resetButton = this.bar.appendChild(button("Reset", () => this.reset(), { hidden: true }));
  }

  get text() {
    return this.editor?.text ?? this.source;
  }

  set text(text) {
    if (!this.editor && text !== this.source) this.edit();
    if (this.editor) this.editor.text = text;
  }

  get touched() {
    return this.text !== this.source;
  }

  changed() {
    this.resetButton.hidden = !this.touched;
    this.resetButton.textContent = "Reset";
    this.on.changed(this);
  }

  // To what it was, and back again.
  reset() {
    if (this.touched) {
      this.text = this.source;
      this.resetButton.hidden = false;
      this.resetButton.textContent = "Undo reset";
    } else this.editor.undo();
  }

  worth() {
    const points = `${this.points} point${this.points === 1 ? "" : "s"}`;
    return this.hidden ? `${points}, from hidden checks when you hand in` : points;
  }

  begin() {
    this.running = true;
    this.element.classList.remove("is-stale");
    this.element.classList.add("is-running");
    this.runButton.textContent = "Stop";
    this.output.replaceChildren();
  }

  print(text) {
    const last = this.output.lastElementChild;
    if (last?.className === "is-printed") last.append(text);
    else this.output.append(make("pre", { className: "is-printed" }, text));
  }

  end(result) {
    this.running = false;
    this.runButton.textContent = "Run";
    this.element.classList.remove("is-running");
    this.passed = result.ok;
    if (result.error) this.output.append(this.told(result));
    if (result.stopped) this.output.append(make("p", {}, result.fatal ? FELL : "Stopped."));
    if (result.failed && !result.stopped) this.output.append(make("p", {}, `Python could not be started: ${result.failed}.`));
    if (this.mark) {
      this.element.classList.toggle("is-passed", this.passed && !this.hidden);
      this.mark.textContent = this.passed && !this.hidden ? `✓ ${this.worth()}` : this.worth();
    }
  }

  // An error's words, in which the id of a known mistake leads to its paragraph.
  told({ error, mistake }) {
    const words = make("pre", { className: "is-error" });
    const id = mistake ? error.slice(1, error.indexOf("]")) : "";
    if (id) words.append("[", make("a", { href: this.root + mistake }, id), error.slice(id.length + 1));
    else words.append(error);
    return words;
  }

  // What it shows comes from before a change.
  goStale() {
    this.fresh = false;
    if (this.output.hasChildNodes()) this.element.classList.add("is-stale");
  }
}
