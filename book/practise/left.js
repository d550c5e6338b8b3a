// What was typed in the moment before a page was left. The browser drops what a page that goes away has asked of IndexedDB;
// localStorage is written before the call returns. The next page moves it over: keep.js.
const KEY = "fclib-left";

export const left = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found : [];
  } catch {
    return []; // the browser allows no localStorage, or another page of this host wrote there
  }
};

export const leave = (records) => write([...left(), ...records]);

// A record is kept where it belongs.
export const forgetLeft = ({ exercise, version, cell, at }) => {
  const all = left();
  const rest = all.filter((each) => each.exercise !== exercise || each.version !== version || each.cell !== cell || each.at > at);
  if (rest.length < all.length) write(rest);
};

function write(records) {
  try {
    if (records.length) localStorage.setItem(KEY, JSON.stringify(records));
    else localStorage.removeItem(KEY);
  } catch {
    // No room, or not allowed: what could not be kept is told on the page.
  }
}
