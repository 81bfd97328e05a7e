// The map: the graph of the program, with the events of the log moving along its edges.

import { ask } from "./api.js";
import { byId, make } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SECONDS = 1.2;
// More at once show no more than these, and would cost frames.
const MOST_DOTS = 120;
const MOST_OF_EDGE = 8;
const LIT_MS = 1500;
// A look at the log of a busy machine takes seconds.
const MOST_SECONDS = 8;

const counts = new Map();
const edges = new Map();
const boxes = new Map();
const lit = new Map();
const still = matchMedia("(prefers-reduced-motion: reduce)");
let dots = [];
let total = 0;
let moved = performance.now();
let tableIsStale = false;

const key = (from, to) => `${from}>${to}`;

export async function draw() {
  const picture = byId("picture");
  const parsed = new DOMParser().parseFromString(await ask("map"), "image/svg+xml");
  picture.replaceChildren(document.importNode(parsed.documentElement, true));
  for (const path of picture.querySelectorAll("path[data-from]"))
    edges.set(key(path.dataset.from, path.dataset.to), path);
  for (const box of picture.querySelectorAll("rect[data-name]"))
    boxes.set(box.dataset.name, [...(boxes.get(box.dataset.name) ?? []), box]);
}

// Flows of one look at the log: source, target, count, failed.
export function move(flows) {
  const now = performance.now();
  // Until the next look, so that the map is not still between two that take long.
  const seconds = Math.min(Math.max((now - moved) / 1000, 1), MOST_SECONDS);
  moved = now;
  for (const { source, target, count, failed } of flows) {
    if (failed) {
      for (const box of boxes.get(source) ?? []) light(box, "failed", seconds);
      continue;
    }
    const edge = key(source, target);
    counts.set(edge, (counts.get(edge) ?? 0) + count);
    total += count;
    tableIsStale = true;
    const path = edges.get(edge);
    if (!path) continue;
    light(path, "moving", seconds);
    if (still.matches) continue;
    const shown = Math.min(count, MOST_OF_EDGE);
    for (let number = 0; number < shown && dots.length < MOST_DOTS; number++)
      start(path, ((number + Math.random()) / shown) * seconds);
  }
  byId("events").textContent = total;
  if (tableIsStale && byId("map").querySelector("details").open) list();
}

// Marks the edges of one order's way.
export function mark(steps) {
  for (const path of edges.values()) path.classList.remove("way");
  for (const { service, record } of steps) {
    if (record.message_type) edges.get(key(record.message_type, service))?.classList.add("way");
    else if (record.event) edges.get(key(service, record.event))?.classList.add("way");
  }
}

function light(element, name, seconds) {
  element.classList.add(name);
  clearTimeout(lit.get(element));
  lit.set(element, setTimeout(() => element.classList.remove(name), LIT_MS + seconds * 1000));
}

function start(path, delay) {
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("r", "5");
  circle.setAttribute("visibility", "hidden");
  path.parentNode.append(circle);
  dots.push({ circle, path, length: path.getTotalLength(), begins: performance.now() + delay * 1000 });
  if (dots.length === 1) requestAnimationFrame(frame);
}

function frame(now) {
  dots = dots.filter(({ circle, path, length, begins }) => {
    const part = (now - begins) / (SECONDS * 1000);
    if (part >= 1) {
      circle.remove();
      return false;
    }
    if (part > 0) {
      const { x, y } = path.getPointAtLength(length * part);
      circle.setAttribute("cx", x);
      circle.setAttribute("cy", y);
      circle.removeAttribute("visibility");
    }
    return true;
  });
  if (dots.length) requestAnimationFrame(frame);
}

function list() {
  tableIsStale = false;
  byId("edges").replaceChildren(...[...counts].sort(([, a], [, b]) => b - a).map(([edge, count]) => {
    const [from, to] = edge.split(">");
    const cells = [from, to].map((text) => make("td", {}, text));
    return make("tr", {}, ...cells, make("td", { className: "number" }, String(count)));
  }));
}

byId("map").querySelector("details").addEventListener("toggle", list);
