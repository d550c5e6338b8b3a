// Notebooks: what a page's answers are as a file that nbgrader and fclib autograde take, and the way back.

export const idOf = (cell) => cell.metadata?.nbgrader?.grade_id ?? cell.id;

// A cell is the reader's unless nbgrader locks it.
export const isOwn = (cell) => cell.cell_type === "code" && !cell.metadata?.nbgrader?.locked;

export const sourceOf = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : cell.source);

// The notebook with the answers, {id: text}, in the place of what it was released with.
export function answered(notebook, answers) {
  const cells = notebook.cells.map((cell) =>
    isOwn(cell) && idOf(cell) in answers ? { ...cell, source: answers[idOf(cell)] } : cell,
  );
  return { ...notebook, cells };
}

// What somebody's file says for the cells of this notebook: {answers, others}, with the number of code cells that have no
// place in the page. Throws an Error in words for the reader.
export function readAnswers(text, notebook) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("This is not a notebook: it is not JSON.");
  }
  if (!Array.isArray(found?.cells)) throw new Error("This is not a notebook: it has no cells.");
  const graded = (cells) => new Set(cells.filter((cell) => cell?.metadata?.nbgrader?.points).map(idOf));
  const [here, there] = [graded(notebook.cells), graded(found.cells)];
  const shared = [...here].filter((id) => there.has(id)).length;
  // An older version may lack some checks; another exercise may have one or two of the same name.
  if (2 * shared <= here.size) throw new Error("This is a notebook of another exercise.");
  const known = new Map(notebook.cells.map((cell) => [idOf(cell), cell]));
  const answers = {};
  let others = 0;
  for (const cell of found.cells) {
    if (cell?.cell_type !== "code") continue;
    const mine = known.get(idOf(cell));
    if (!mine) others += 1;
    else if (isOwn(mine)) answers[idOf(cell)] = String(sourceOf(cell) ?? "");
  }
  return { answers, others };
}

export function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it after the click
}
