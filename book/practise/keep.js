// What a reader has typed, kept in this browser: one record for each cell, {exercise, version, cell, text, at}. Other tabs of
// the site hear of each change.
const STORE = "answers";
const KEY = ["exercise", "version", "cell"];

export const openStore = async () => {
  const request = indexedDB.open("fclib", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: KEY });
  return new Store(await finished(request));
};

class Store {
  #channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("fclib-answers") : null;

  constructor(database) {
    this.database = database;
  }

  // Keep a text; null forgets it.
  async put(exercise, version, cell, text) {
    const transaction = this.database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    if (text === null) store.delete([exercise, version, cell]);
    else store.put({ exercise, version, cell, text, at: new Date().toISOString() });
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    this.#channel?.postMessage({ exercise, version, cell, text });
  }

  // All records of an exercise, those of older versions too.
  async of(exercise) {
    return (await this.all()).filter((record) => record.exercise === exercise);
  }

  all() {
    return finished(this.database.transaction(STORE).objectStore(STORE).getAll());
  }

  // Call heard with {exercise, version, cell, text} whenever another tab has kept something.
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
