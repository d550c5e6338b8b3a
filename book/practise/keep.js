// What a reader has typed, kept in this browser: one record for each cell, {exercise, version, cell, text, at}, where the text
// null stands for nothing. Other tabs of the site hear of each record.
import { left, forgetLeft } from "./left.js";

const STORE = "answers";
const KEY = ["exercise", "version", "cell"];

export const openStore = async () => {
  const request = indexedDB.open("fclib", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: KEY });
  const store = new Store(await finished(request));
  for (const record of left()) await store.putIfNewer(record).catch(() => {}); // the next page tries again
  return store;
};

class Store {
  #channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("fclib-answers") : null;

  constructor(database) {
    this.database = database;
  }

  // Keep a record in the place of what was kept of its cell.
  put(record) {
    return this.#change(record, () => true);
  }

  // Keep a record that comes from elsewhere, unless something later is kept; return whether it is kept now.
  putIfNewer(record) {
    return this.#change(record, (kept) => !kept || kept.at <= record.at);
  }

  async #change(record, wanted) {
    const transaction = this.database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const key = KEY.map((part) => record[part]);
    let changed = false;
    const asked = store.get(key);
    asked.onsuccess = () => {
      changed = wanted(asked.result);
      if (changed && record.text === null) store.delete(key);
      else if (changed) store.put(record);
    };
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    forgetLeft(record);
    if (changed) this.#channel?.postMessage(record);
    return changed;
  }

  // All records of an exercise, those of older versions too.
  async of(exercise) {
    return (await this.all()).filter((record) => record.exercise === exercise);
  }

  all() {
    return finished(this.database.transaction(STORE).objectStore(STORE).getAll());
  }

  // Call heard with each record that another tab has kept.
  onChangeElsewhere(heard) {
    this.#channel?.addEventListener("message", ({ data }) => heard(data));
  }
}

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds it"));
  });
}
