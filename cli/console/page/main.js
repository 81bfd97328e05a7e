// The page: connects its parts with the server's events.

import { ask, say } from "./api.js";
import { byId, clock, make, without } from "./dom.js";
import * as map from "./map.js";
import * as orders from "./orders.js";
import * as repair from "./repair.js";

function connection(state, text) {
  byId("connection").dataset.state = state;
  byId("connection").textContent = text;
}

function follow() {
  const events = new EventSource("api/events");
  events.onopen = () => connection("live", "live");
  events.onerror = () => connection("lost", "connection lost, trying again");
  events.onmessage = ({ data }) => {
    const found = JSON.parse(data);
    map.move(found.flows);
    orders.count(found.orders);
    say(found.problem);
  };
}

byId("placing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { kind, count } = event.target;
  const button = event.target.querySelector("button");
  button.disabled = true;
  byId("placed").textContent = "Placing …";
  try {
    const placed = await ask("orders", { kind: kind.value, count: Number(count.value) });
    byId("placed").textContent = placed.orders.length
      ? `${placed.orders.length} placed: ${placed.orders.slice(0, 3).join(", ")}${placed.orders.length > 3 ? ", …" : ""}`
      : "Published; its consumers try it for up to half a minute before it is in their dead-letter queues";
  } catch (problem) {
    byId("placed").textContent = problem.message;
  }
  button.disabled = false;
});

byId("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const id = event.target.wanted.value.trim();
  byId("found").textContent = "Reading the log …";
  byId("lines").replaceChildren();
  try {
    const { lines, total } = await ask(`lines?id=${encodeURIComponent(id)}`);
    byId("found").textContent = total > lines.length ? `The last ${lines.length} of ${total} lines` : `${total} lines`;
    byId("lines").replaceChildren(...lines.map((line) =>
      make("li", { className: line.level === "INFO" ? "" : "error" }, clock(line.at),
        ` ${line.function} ${without(line.words, id)}`)));
  } catch (problem) {
    byId("found").textContent = problem.message;
  }
});

try {
  const { stage, where, kinds, statuses } = await ask("stage");
  document.title = `${stage} – console`;
  byId("stage").textContent = stage;
  byId("where").textContent = where;
  const options = Object.entries(kinds).map(([value, title]) => make("option", { value }, title));
  byId("placing").kind.append(...options);
  if (options.length) {
    byId("alarms-note").textContent =
      "A local stage has metrics of functions only: no queue and no API sets off an alarm here.";
  } else {
    byId("placing").hidden = true;
    byId("placed").textContent = "On AWS orders are placed by the stage's own users, who sign in.";
  }
  orders.statuses(statuses);
  map.draw().catch(({ message }) => byId("picture").replaceChildren(message));
  follow();
  await orders.load();
  repair.watch();
} catch (problem) {
  say(problem);
}
