// What the button "Try it here" brings: the exercise's cells, and Python for them and for the chapter's cells.
import { openCells } from "./chapter.js";
import { Engine } from "./engine.js";
import { Exercise } from "./exercise.js";
import { make } from "./markup.js";
import { keepForOffline } from "./keep-site.js";

const ALWAYS = "fclib-practise"; // in localStorage: "always" starts it with the page
const FROM_A_FOLDER = `A browser runs no Python in a page that was opened from a folder. Open the site through a server (make
serve does it), or do the exercise in JupyterLab.`;
const TOO_OLD = "This browser is too old to run Python in a page. Take a newer one, or do the exercise in JupyterLab.";
const KEPT = `What you write is kept in this browser as you type. A private window forgets it when it is closed: download the
notebook before.`;
const OFFLINE = "This page now works without a network too.";
const OFF = "Python is not running: Run starts it (about 8 MB, once).";

const here = document.currentScript.src.replace(/[^/]*$/, "");
document.head.append(make("link", { rel: "stylesheet", href: `${here}practise.css` }));
const folders = { practise: here, pyodide: new URL("../pyodide/", here).href };
const root = new URL("../../", here).href;

function open(place) {
  const name = place.dataset.exercise;
  const notebook = make("a", { href: `${root}exercises/${name}/${name}.ipynb`, download: "" }, "Download the notebook");
  const refuse = (words) => place.append(make("p", { role: "alert" }, words, " ", notebook, "."));
  if (location.protocol === "file:") refuse(FROM_A_FOLDER);
  else if (!globalThis.DecompressionStream || !globalThis.BroadcastChannel) refuse(TOO_OLD);
  else start(place).catch((error) => refuse(`The exercise could not be opened: ${error.message}.`));
}

async function start(place) {
  place.classList.add("practise");
  const name = place.dataset.exercise;
  const response = await fetch(`${root}practise/${name}.json`);
  if (!response.ok) throw new Error(`${response.url} gave ${response.status}`);
  const data = await response.json();
  const state = make("p", { className: "practise-state", role: "status" });
  const sequences = [];
  const engine = new Engine(folders, (news) => tell(news));
  const kept = make("p", { className: "practise-kept" }, KEPT);
  const hint = make("p", { id: "practise-hint" }, "In an editor Tab indents, Shift and Enter run the cell, and Escape leaves.");
  place.append(state, always(), kept, hint);
  const own = place.matches(".practise-page");
  const exercise = new Exercise(data, place, engine, own ? 0 : 2, root);
  sequences.push(exercise.sequence);
  const note = (...words) => exercise.note(...words);
  if (!own) sequences.push(openCells(place.closest("article"), engine, root, name, note));

  function tell({ state: is, part, words, fetched }) {
    state.textContent = {
      loading: part < 1 ? `Python is on its way: ${Math.floor(100 * part)} %` : "Python is starting …",
      ready: "Python is ready.",
      running: "Python is running. Stop ends it.",
      again: "Python is starting again, and then runs what you had run.",
      failed: `Python could not be started: ${words}. Run tries again.`,
      off: OFF,
    }[is];
    if (fetched) keepForOffline(root, fetched).then((all) => all && (kept.textContent = `${KEPT} ${OFFLINE}`));
    exercise.all.textContent = is === "running" ? "Stop" : "Run all";
    if (is === "off") for (const sequence of sequences) sequence.forget();
  }

  // The way from a chapter is a click that asks for Python; on a page of its own that is the first Run.
  if (!own || isAlways()) engine.start().catch(() => {});
  else state.textContent = OFF;
  keepForOffline(root); // the page itself at once: who leaves while Python is on its way comes back to it
}

function isAlways() {
  try {
    return localStorage.getItem(ALWAYS) === "always";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function always() {
  const box = make("input", { type: "checkbox", checked: isAlways() });
  box.onchange = () => (box.checked ? localStorage.setItem(ALWAYS, "always") : localStorage.removeItem(ALWAYS));
  return make("label", { className: "practise-always" }, box, " Start it on every page of this site");
}

for (const place of document.querySelectorAll(".practise-place")) open(place);
