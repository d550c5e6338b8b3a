// The chapter's own cells: what the book's text shows can be changed and run.
import { CodeCell } from "./cells.js";
import { make } from "./markup.js";
import { Sequence } from "./sequence.js";

const SLOW = "This takes about a minute here, where NumPy has no BLAS behind it: make the sizes smaller first.";

// space keeps their names apart from the exercise's.
export function openCells(article, engine, root) {
  const sequence = new Sequence(engine, "chapter");
  for (const [number, place] of [...article.querySelectorAll("div.cell")].entries()) {
    const input = place.querySelector(".cell_input");
    const printed = input?.querySelector("pre");
    // Some need what a browser has not, such as processes of their own: these stay as they were printed.
    if (!printed || place.classList.contains("tag_not-in-the-page")) continue;
    const printedOutput = place.querySelector(".cell_output");
    const cell = new CodeCell(
      { id: `cell-${number + 1}`, label: `Code cell ${number + 1}`, source: printed.textContent.trimEnd(), shown: input.firstElementChild, own: true, root },
      {
        run: (it) => (printedOutput?.remove(), sequence.run(it)),
        stop: () => engine.stop(),
        changed: (it) => sequence.changed(it),
      },
    );
    if (place.classList.contains("tag_slow-in-the-page")) cell.bar.append(make("span", { className: "practise-mark" }, SLOW));
    sequence.cells.push(cell);
    input.replaceChildren(cell.element);
  }
  return sequence;
}
