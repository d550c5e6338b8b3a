// The chapter's own cells: what the book's text shows can be changed and run.
import { Answers } from "./answers.js";
import { CodeCell } from "./cells.js";
import { make } from "./markup.js";
import { Sequence } from "./sequence.js";

const SLOW = "This takes about a minute here, where NumPy has no BLAS behind it: make the sizes smaller first.";
const CHANGED = "The chapter's code has changed since you wrote in it. What you wrote is still kept.";
const NOT_KEPT = `This browser does not keep what you write in the chapter's cells (a private window, or no room): copy it before
you leave.`;

// name is the exercise's; note tells the reader. What is written in the cells is kept as answers are.
export function openCells(article, engine, root, name, note) {
  const sequence = new Sequence(engine, "chapter"); // apart from the exercise's names
  const places = [];
  let answers = null;
  for (const [number, place] of [...article.querySelectorAll("div.cell")].entries()) {
    const input = place.querySelector(".cell_input");
    const printed = input?.querySelector("pre");
    // Some need what a browser has not, such as processes of their own: these stay as they were printed.
    if (!printed || place.classList.contains("tag_not-in-the-page")) continue;
    const source = printed.textContent.trimEnd();
    const id = `cell-${number + 1}-${digest(source)}`; // what was written in a cell that has changed is not for this one
    const printedOutput = place.querySelector(".cell_output");
    const cell = new CodeCell(
      { id, label: `Code cell ${number + 1}`, source, shown: input.firstElementChild.cloneNode(true), own: true, root },
      {
        run: (it) => (printedOutput?.remove(), sequence.run(it)),
        stop: () => engine.stop(),
        changed: (it) => (sequence.changed(it), answers.changed(it)),
      },
    );
    cell.file = `${number + 1}`;
    cell.slow = place.classList.contains("tag_slow-in-the-page");
    if (cell.slow) cell.bar.append(make("span", { className: "practise-mark" }, SLOW));
    sequence.cells.push(cell);
    input.classList.add("practise");
    places.push(input);
  }
  const version = digest(sequence.cells.map(({ source }) => source).join("\n\n"));
  answers = new Answers({ name: `chapter ${name}`, version, changed: CHANGED, lost: NOT_KEPT }, sequence.cells, note);
  answers.ready.then(() => sequence.cells.forEach(({ element }, index) => places[index].replaceChildren(element)));
  return sequence;
}

// FNV-1a: a page that is not served with https has no better one.
function digest(text) {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ character.codePointAt(0), 0x01000193);
  return (sum >>> 0).toString(16);
}
