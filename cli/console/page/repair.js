// Queues with what waits in them, dead letters with their redrive, alarms.

import { ask, say } from "./api.js";
import { byId, clock, make } from "./dom.js";

const EVERY_MS = 5000;
let shown = "";

export async function watch() {
  if (!document.hidden) {
    try { show(await ask("health")); } catch (problem) { say(problem); }
  }
  setTimeout(watch, EVERY_MS);
}

function show(found) {
  const text = JSON.stringify(found);
  // Unchanged: what is opened and focused stays.
  if (text === shown) return;
  shown = text;
  const waiting = found.queues.filter((queue) => !queue.dead && queue.waiting);
  const dead = found.queues.filter((queue) => queue.dead && queue.waiting);
  const number = (queues) => queues.reduce((sum, queue) => sum + queue.waiting, 0);
  byId("queues-summary").textContent =
    `Messages that wait: ${number(waiting)}, in ${waiting.length} of ${found.queues.filter((q) => !q.dead).length} queues`;
  byId("waiting").replaceChildren(...waiting.map(({ name, waiting: count }) =>
    make("li", {}, `${name}: ${count}`)));
  list(dead);
  byId("in-alarm").replaceChildren(...(found.alarms.length ? found.alarms.map(alarm) : [
    make("li", {}, "No alarm is in ALARM"),
  ]));
}

// A queue that is still there keeps its element, and with it what was opened or typed.
function list(dead) {
  const there = new Map([...byId("dead").children].map((item) => [item.dataset.queue, item]));
  byId("dead").replaceChildren(...(dead.length ? dead.map((queue) => {
    const item = there.get(queue.name) ?? entry(queue.name);
    item.querySelector("summary").textContent = `${queue.name}: ${queue.waiting}`;
    return item;
  }) : [make("li", {}, "All are empty")]));
}

function entry(name) {
  const inside = make("div");
  const details = make("details", {}, make("summary"), inside);
  details.addEventListener("toggle", () => { if (details.open) open(name, inside); });
  return make("li", { data: { queue: name } }, details);
}

async function open(name, inside) {
  inside.replaceChildren("Reading the messages …");
  try {
    const found = await ask(`dead-letters/${encodeURIComponent(name)}`);
    const from = found.source ? `from ${found.source}, ` : "";
    inside.replaceChildren(
      make("p", {}, `${from}consumed by ${found.consumer ?? "no function"}`),
      make("ul", {}, ...found.errors.map(cause)),
      redriving(name, inside, found.errors));
  } catch (problem) {
    inside.replaceChildren(problem.message);
  }
}

function cause({ error, count, last, words, redriven }) {
  const again = redriven.length ? ` Failed again after a redrive: ${redriven.join("; ")}.` : "";
  return make("li", {}, make("strong", {}, error), `: ${count}, last `, clock(last), `. ${words}${again}`);
}

// With several errors one may be chosen: a fix is of one, and the others would fail again.
function redriving(name, inside, errors) {
  const options = errors.map(({ error }) => make("option", { value: error }, `only ${error}`));
  const chosen = make("select", { name: "error" }, make("option", { value: "" }, "all"), ...options);
  const which = errors.length > 1 ? [make("label", {}, "Which messages", chosen)] : [];
  const reason = make("input", { name: "reason", required: true, maxLength: 200 });
  const button = make("button", {}, "Redrive");
  const form = make("form", {}, ...which, make("label", {}, "Why they will not fail again", reason), button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const done = await ask(`dead-letters/${encodeURIComponent(name)}/redrive`, { reason: reason.value, error: chosen.value });
      const sum = (errors) => Object.values(errors).reduce((all, count) => all + count, 0);
      byId("redriven").textContent =
        `${sum(done.moved)} moved to ${done.target}, ${sum(done.kept)} stayed, ${done.left} left in ${name}`;
      inside.closest("details").open = false;
    } catch (problem) {
      byId("redriven").textContent = problem.message;
    }
    button.disabled = false;
  });
  return form;
}

function alarm({ name, since, reason, description }) {
  return make("li", {}, make("strong", { className: "error" }, name), " since ", clock(since),
    make("div", { className: "faint" }, description || reason));
}
