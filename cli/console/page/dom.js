// Elements made of data: texts are never parsed as HTML.

export const byId = (id) => document.getElementById(id);

export function make(name, properties = {}, ...inside) {
  const { data = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  Object.assign(element.dataset, data);
  element.append(...inside);
  return element;
}

export function clock(iso) {
  const at = new Date(iso);
  const text = at.toLocaleTimeString([], { hour12: false });
  return make("time", { dateTime: iso, title: at.toLocaleString() }, text);
}

// The words of a line without the id that all of them are about.
export const without = (words, id) => words.replaceAll(` order_id=${id}`, "");
