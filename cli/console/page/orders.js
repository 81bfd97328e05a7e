// Orders: one page of them at a time, which the server chooses; the journey of one.

import { ask, say } from "./api.js";
import { byId, clock, make, without } from "./dom.js";
import { mark } from "./map.js";

const REFRESH_MS = 1000;
const filter = byId("filter");
let page = 1;
let chosen = "";
let waiting = false;
let shown = "";

// What the server sent with the last look: how many orders there are of each status.
export function count(orders) {
  const text = Object.entries(orders).map(([status, number]) => `${number} ${status}`).join(", ");
  if (text === shown) return;
  shown = text;
  byId("counts").textContent = text;
  refresh();
}

// At most once a second, however many events there are.
export function refresh() {
  if (waiting) return;
  waiting = true;
  setTimeout(async () => {
    waiting = false;
    try { await load(); } catch (problem) { say(problem); }
  }, REFRESH_MS);
}

export function statuses(names) {
  filter.status.append(...names.map((name) => make("option", {}, name)));
}

export async function load() {
  const query = new URLSearchParams({ page, status: filter.status.value, find: filter.find.value });
  const found = await ask(`orders?${query}`);
  page = found.page;
  const focused = document.activeElement?.dataset?.order;
  byId("rows").replaceChildren(...found.orders.map(row));
  if (focused) byId("rows").querySelector(`[data-order="${CSS.escape(focused)}"]`)?.focus();
  byId("page").textContent = `page ${found.page} of ${found.pages}, ${found.total} orders`;
  byId("newer").disabled = found.page <= 1;
  byId("older").disabled = found.page >= found.pages;
}

function row(order) {
  const button = make("button", { type: "button", data: { order: order.id } }, order.id);
  button.setAttribute("aria-label", `Journey of order ${order.id}`);
  if (order.id === chosen) button.setAttribute("aria-current", "true");
  const errors = make("td", { className: order.errors ? "number error" : "number" }, String(order.errors));
  return make("tr", {},
    make("td", {}, button),
    make("td", {}, clock(order.placed)),
    make("td", { data: { status: order.status } }, order.status),
    make("td", {}, order.event),
    errors,
    make("td", { className: "reason" }, order.reason));
}

export async function journey(id) {
  chosen = id;
  byId("journey").hidden = false;
  byId("journey-title").textContent = `Journey of ${id}`;
  byId("journey-summary").textContent = "Reading the log …";
  byId("steps").replaceChildren();
  try {
    const found = await ask(`journeys/${encodeURIComponent(id)}`);
    show(found);
  } catch (problem) {
    byId("journey-summary").textContent = problem.message;
  }
  byId("journey").focus();
}

function show({ steps, correlationIds, deadLetters }) {
  const errors = steps.filter(({ level }) => level === "ERROR" || level === "CRITICAL").length;
  byId("journey-summary").textContent =
    `${steps.length} steps, ${errors} errors, ${deadLetters.length} messages in dead-letter queues; ` +
    `correlation id ${correlationIds.join(", ")}`;
  const first = steps.length ? new Date(steps[0].at) : 0;
  byId("steps").replaceChildren(
    ...steps.map((step) => {
      const after = ((new Date(step.at) - first) / 1000).toFixed(3);
      const words = without(step.words, chosen);
      const text = ` +${after} ${step.name}: ${words}${step.source ? ` (from ${step.source})` : ""}`;
      return make("li", { className: step.level === "INFO" ? "" : "error" }, clock(step.at), text);
    }),
    ...deadLetters.map(({ queue, message }) =>
      make("li", { className: "error" }, `message ${message} is in ${queue}`)));
  mark(steps);
}

byId("rows").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-order]");
  if (button) journey(button.dataset.order);
});
byId("journey-close").addEventListener("click", () => {
  byId("journey").hidden = true;
  mark([]);
  byId("orders").focus();
});
byId("newer").addEventListener("click", () => { page -= 1; load().catch(say); });
byId("older").addEventListener("click", () => { page += 1; load().catch(say); });
filter.addEventListener("input", () => { page = 1; refresh(); });
filter.addEventListener("submit", (event) => { event.preventDefault(); load().catch(say); });
