// Python from the page's side: one worker that runs a cell at a time. What runs in a worker cannot be interrupted without
// headers that most hosts do not let one set, so a stop ends it and starts another, which runs again what had been run.
const NOTHING = { ok: false, error: "", mistake: "" };

export class Engine {
  #worker = null;
  #starting = null; // {promise, resolve, reject} of the worker's start
  #current = null; // {resolve, print} of the cell that runs
  #queue = Promise.resolve();
  #life = 0; // how often Python was ended: what was asked for before does not run after
  #ran = new Map();

  // folders: where worker.js and Pyodide lie. tell is called with {state, part, words, fetched}, where state is "off",
  // "loading", "ready", "running", "again" or "failed".
  constructor(folders, tell) {
    this.folders = folders;
    this.tell = tell;
  }

  get running() {
    return this.#current !== null;
  }

  // Fetch and start Python; once it is there this does nothing.
  start() {
    if (!this.#starting) {
      this.#starting = resolvers();
      this.tell({ state: "loading", part: 0 });
      this.#worker = new Worker(`${this.folders.practise}worker.js`, { type: "module" });
      this.#worker.onmessage = ({ data }) => this.#received(data);
      this.#worker.onerror = (event) => this.#received({ fatal: event.message || "the worker stopped" });
      this.#worker.postMessage({ start: this.folders.pyodide });
    }
    return this.#starting.promise;
  }

  // Run a cell {space, source, file, kept} after those asked for before. Its result has {ok, error, mistake}; {stopped} if
  // Python was ended, with the reason as {fatal} if it ended by itself; {failed} if it could not start. A cell that is to be
  // kept runs again after a stop: all that define something, and not the checks.
  run(cell, print = () => {}) {
    const life = this.#life;
    const result = this.#queue.then(() => (life === this.#life ? this.#run(cell, print) : { ...NOTHING, stopped: true }));
    this.#queue = result;
    return result;
  }

  async #run(cell, print) {
    const life = this.#life;
    try {
      await this.start();
    } catch (error) {
      return { ...NOTHING, stopped: life !== this.#life, failed: error.message };
    }
    const result = await new Promise((resolve) => {
      this.#current = { resolve, print };
      this.tell({ state: "running" });
      this.#worker.postMessage({ run: { space: cell.space, source: cell.source, file: cell.file } });
    });
    const name = `${cell.space} ${cell.file}`;
    if (!result.stopped && cell.kept) {
      this.#ran.delete(name); // a cell that is run again comes last
      this.#ran.set(name, cell);
    }
    return result;
  }

  #received(data) {
    if ("progress" in data) this.tell({ state: "loading", part: data.progress });
    else if ("text" in data) this.#current?.print(data.text);
    else if (data.ready) {
      this.tell({ state: "ready", fetched: data.fetched });
      this.#starting.resolve();
    } else if (data.done) {
      const { resolve } = this.#current;
      this.#current = null;
      this.tell({ state: "ready" });
      resolve(data.done);
    } else if (this.#current) this.#end(data.fatal);
    else this.#fail(data.failed ?? data.fatal);
  }

  #fail(words) {
    this.#worker.terminate();
    const { reject } = this.#starting;
    this.#starting = null;
    this.tell({ state: "failed", words });
    reject(new Error(words));
  }

  // Stop the cell that runs, or the start; the cells that had run before run again.
  stop() {
    this.#end("");
  }

  // Start from nothing.
  restart() {
    this.#ran.clear();
    this.#end("");
    return this.start();
  }

  // Python has ended: by a stop, and then the reason is "", or by itself.
  #end(reason) {
    const [current, starting, again] = [this.#current, this.#starting, [...this.#ran.values()]];
    this.#worker?.terminate();
    this.#current = this.#starting = null;
    this.#life += 1;
    this.#queue = Promise.resolve();
    starting?.promise.catch(() => {}); // nobody may be waiting for it any more
    starting?.reject(new Error("stopped"));
    current?.resolve({ ...NOTHING, stopped: true, fatal: reason });
    this.tell({ state: again.length ? "again" : "off" });
    this.#ran.clear();
    for (const cell of again) this.run(cell);
  }
}

function resolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
