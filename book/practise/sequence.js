// Cells that follow one another, as in a notebook: a cell that is run has those above it run before it, if they were changed
// or not run yet. Checks define nothing, and slow cells nothing that others need: these run only when they are asked for.
export class Sequence {
  // told is called whenever a result or a change has come.
  constructor(engine, space, told = () => {}) {
    Object.assign(this, { engine, space, told, cells: [] });
  }

  changed(cell) {
    for (const later of this.cells.slice(this.cells.indexOf(cell))) later.goStale();
    this.told();
  }

  // Python was started anew: nothing has been run.
  forget() {
    for (const cell of this.cells) cell.goStale();
    this.told();
  }

  async run(cell) {
    const above = this.cells.slice(0, this.cells.indexOf(cell));
    cell.begin(); // it can be stopped from here on, whichever cell runs
    for (const earlier of above.filter(({ fresh, check, slow }) => !fresh && !check && !slow)) {
      const result = await this.#execute(earlier);
      if (result.stopped || result.failed) return void cell.end(result);
    }
    await this.#execute(cell);
  }

  async runAll() {
    for (const cell of this.cells) {
      const result = await this.#execute(cell);
      if (result.stopped || result.failed) return;
    }
  }

  async #execute(cell) {
    cell.begin();
    const asked = { space: this.space, source: cell.text, file: cell.file ?? cell.id, kept: !cell.check };
    const result = await this.engine.run(asked, (text) => cell.print(text));
    // An error stands as long as nothing changes: the cell need not be run again for those below.
    cell.fresh = !result.stopped && !result.failed && cell.text === asked.source;
    cell.end(result);
    this.told();
    return result;
  }
}
