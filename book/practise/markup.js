// Elements in few words.

// make("button", { type: "button", onclick }, "Run"): properties, or attributes where a name has a hyphen.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

export const button = (words, onclick, properties = {}) => make("button", { type: "button", onclick, ...properties }, words);
