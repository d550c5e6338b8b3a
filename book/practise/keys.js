// A row of keys that the keyboard of a phone hides two screens deep, below the editor that is written in.
import { make, button } from "./markup.js";

const KEYS = { Tab: "Tab", "[": "left bracket", "]": "right bracket", "(": "left parenthesis", ")": "right parenthesis" };
const MORE = { ":": "colon", "@": "at", ".": "dot" };

export function addKeys(place, editor) {
  if (!matchMedia("(any-pointer: coarse)").matches) return;
  const row = make("div", { className: "practise-keys", role: "group", "aria-label": "Keys", hidden: true });
  for (const [key, name] of Object.entries({ ...KEYS, ...MORE })) {
    row.append(button(key, () => (editor.press(key), editor.focus()), { "aria-label": name, tabIndex: -1 }));
  }
  // The keyboard stays where the focus stays.
  row.addEventListener("pointerdown", (event) => event.preventDefault());
  place.append(row);
  // Once it is there it stays: if it went with the focus, the button that a finger is on would move away.
  place.addEventListener("focusin", () => (row.hidden = false), { once: true });
}
