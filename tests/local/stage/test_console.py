"""The console's page on the local stage, in a browser: what is placed moves, and is repaired."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from cli.console.feed import Feed
from cli.console.order_book import ROWS
from cli.console.server import Console, app_of
from cli.console.serving import listening
from cli.graph.edges import Graph
from cli.observe.log_line import parsed
from cli.shop.client import Shop
from cli.stage.account import Account
from contracts.envelope import wrap
from tests import graph
from tests.flows.confirmations import confirmed
from tests.flows.shopping import until
from tests.flows.ward import Ward, counted
from tests.local import accessibility
from tests.local.browser import MISSING, NOT_RUN, browser

TOKEN = "token"
SECONDS = 120
# No other test's orders are of this month.
DAY = date(2025, 5, 1)
MANY = 10_000
# Counts the dots that were ever on the map.
WATCH = """
window.dots = 0;
new MutationObserver((changes) => {
  for (const {addedNodes} of changes)
    window.dots += [...addedNodes].filter(({localName}) => localName === "circle").length;
}).observe(document.getElementById("picture"), {childList: true, subtree: true});
"""
# A dead-letter queue with two errors, in place of what the server says of queues.
TWO_ERRORS = """
window.asked = window.fetch;
const error = (error, count) => ({error, count, last: "2026-01-01T00:00:00Z", words: "", redriven: []});
const answers = [
  ["/redrive", {moved: {KeyError: 2}, kept: {ValueError: 1}, target: "x-queue", left: 1}],
  ["/x-dead-letters", {source: "x-queue", consumer: "x", errors: [error("KeyError", 2), error("ValueError", 1)]}],
  ["health", {queues: [{name: "x-dead-letters", waiting: 3, dead: true}], alarms: []}],
];
window.fetch = async (path, given) => {
  const found = answers.find(([end]) => path.endsWith(end));
  if (given?.body && found) window.sent = JSON.parse(given.body);
  return found ? Response.json(found[1]) : window.asked(path, given);
};
"""  # noqa: E501  (an answer a line)
# How much of the table of orders is not shown at its right.
CUT = """
const table = document.querySelector("#orders .scroll");
return table.scrollWidth - table.clientWidth;
"""
SHOWN = """
return [...document.querySelectorAll(arguments[0])].some(
  (element) => element.checkVisibility() && element.textContent.includes(arguments[1]));
"""
# The longest time between two frames while something is done, in milliseconds.
FRAMES = """
const done = arguments[0], began = performance.now(); let last = began, longest = 0;
document.getElementById("older").click();
requestAnimationFrame(function frame(now) {
  longest = Math.max(longest, now - last); last = now;
  if (now - began < 2000) requestAnimationFrame(frame); else done(longest);
});
"""
# The texts of the map that are not whole inside of their box.
OUTSIDE = """
let box;
return [...document.querySelectorAll("#picture rect, #picture rect ~ text")].filter((element) => {
  const {x, y, width, height} = element.getBBox();
  if (element.localName === "rect") { box = {x, y, width, height}; return false; }
  return x < box.x || y < box.y || x + width > box.x + box.width || y + height > box.y + box.height;
}).map(({textContent}) => textContent);
"""


@dataclass(frozen=True)
class Served:
    """A console of the stage."""

    address: str
    feed: Feed


@pytest.fixture(scope="module")
def console(shop: Shop) -> Iterator[Served]:
    """Its server, in this process."""
    feed = Feed(Account(shop.stage, shop.region, shop.endpoint), datetime.now(UTC))
    with listening(0) as taken:
        port = taken.getsockname()[1]
        made = Console(feed, lambda: Graph(graph.of("local")))
        config = uvicorn.Config(
            app_of(made, port=port, token=TOKEN), log_level="warning", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        yield Served(f"http://127.0.0.1:{port}/{TOKEN}/", feed)
        server.should_exit = True
        thread.join(SECONDS)


@pytest.fixture(scope="module")
def visitor(
    console: Served, tmp_path_factory: pytest.TempPathFactory, shop: Shop
) -> Iterator[Chrome]:
    if MISSING:
        pytest.skip(NOT_RUN)
    with browser(tmp_path_factory.mktemp("console")) as visitor:
        visitor.get(console.address)
        shown(visitor, "#connection", "live")
        shown(visitor, "#picture svg")
        visitor.execute_script(WATCH)
        yield visitor


def shown(visitor: Chrome, selector: str, text: str = "") -> None:
    """Wait until the page shows an element, with a text in it."""
    problem = visitor.find_element(By.ID, "problem").text
    WebDriverWait(visitor, SECONDS).until(
        lambda _: visitor.execute_script(SHOWN, selector, text), f"no {selector} {text}: {problem}"
    )


def place(visitor: Chrome, kind: str, count: int) -> None:
    """By the keyboard: choose, type, and press Enter."""
    Select(visitor.find_element(By.NAME, "kind")).select_by_value(kind)
    number = visitor.find_element(By.NAME, "count")
    number.clear()
    number.send_keys(str(count), Keys.ENTER)
    shown(visitor, "#placing button:enabled")
    shown(visitor, "#placed", f"{count} placed: ")


def counts(visitor: Chrome) -> dict[str, int]:
    """Orders by status, as the page says: 2 open, 3 confirmed, 4 cancelled."""
    found = re.findall(r"(\d+) (\w+)", visitor.find_element(By.ID, "counts").text)
    return {status: int(number) for number, status in found}


def test_orders_move_on_the_map_and_end_as_the_form_says(visitor):
    before = counts(visitor)
    place(visitor, "confirmed", 3)
    for failure in ("refused", "declined", "no-carrier", "no-stock"):
        place(visitor, failure, 1)
    # Orders of tests before these may end meanwhile.
    WebDriverWait(visitor, SECONDS).until(
        lambda _: (
            counts(visitor)["confirmed"] >= before["confirmed"] + 3
            and counts(visitor)["cancelled"] >= before["cancelled"] + 4
        )
    )
    assert visitor.execute_script("return window.dots") > 20
    visitor.find_element(By.CSS_SELECTOR, "#map summary").click()
    shown(visitor, "#edges tr", "ordersOrderPlaced7")
    assert visitor.get_log("browser") == []


def test_every_name_of_the_map_is_inside_of_its_box(visitor):
    assert len(visitor.find_elements(By.CSS_SELECTOR, "#picture rect ~ text")) > 50
    assert visitor.execute_script(OUTSIDE) == []


def test_a_cancelled_order_says_why(visitor):
    """The failures of the form, of which the test before has placed each."""
    for reason in ("AQ", "console-rare-item"):
        shown(visitor, '#rows tr:has([data-status="cancelled"]) .reason', reason)
    cancelled = '#rows tr:has([data-status="cancelled"]) .reason'
    assert all(each.text for each in visitor.find_elements(By.CSS_SELECTOR, cancelled))
    visitor.set_window_size(1440, 1000)
    assert visitor.execute_script(CUT) == 0


def test_an_orders_journey_is_shown_and_marked_on_the_map(visitor):
    shown(visitor, '#rows tr:has([data-status="confirmed"])', "Order")

    def asked(visitor: Chrome) -> str:
        rows = '#rows tr:has([data-status="confirmed"]) button'
        row = visitor.find_element(By.CSS_SELECTOR, rows)
        order = row.text
        row.send_keys(Keys.ENTER)
        return order

    # The rows are drawn anew whenever an event comes, so that one may be gone when it is asked.
    waiting = WebDriverWait(visitor, SECONDS, ignored_exceptions=[StaleElementReferenceException])
    order = waiting.until(asked)
    shown(visitor, "#steps li", "orders-place-order")
    shown(visitor, "#steps li", "shipping-book-shipment")
    assert visitor.switch_to.active_element.get_attribute("id") == "journey"
    assert len(visitor.find_elements(By.CSS_SELECTOR, "path.way")) > 8

    visitor.find_element(By.NAME, "wanted").send_keys(order, Keys.ENTER)
    shown(visitor, "#lines li", "order placed")


def test_a_dead_letter_is_redriven_from_the_page(visitor, shop, agent):
    ward = Ward.of(shop, "analytics-count-order")
    event = confirmed(DAY, units=1)
    envelope = wrap(event, str(uuid.uuid4()))
    body = {"source": event.source, "detail-type": event.detail_type, "detail": envelope}
    sqs = ward.account.client("sqs")
    sqs.send_message(QueueUrl=ward.queue.url, MessageBody=json.dumps(body))
    shown(visitor, "#dead summary", f"{ward.queue.name}: 1")
    visitor.find_element(By.CSS_SELECTOR, "#dead summary").send_keys(Keys.ENTER)
    shown(visitor, "#dead form")
    visitor.find_element(By.NAME, "reason").send_keys("the consumer is mended", Keys.ENTER)
    shown(visitor, "#redriven", f"1 moved to {ward.queue.source.name}, 0 stayed, 0 left in")
    until(lambda: counted(shop, agent, DAY), lambda found: found == (1, 1))
    shown(visitor, "#dead", "All are empty")


def test_the_messages_of_one_error_are_redriven_alone(visitor):
    visitor.execute_script(TWO_ERRORS)
    shown(visitor, "#dead summary", "x-dead-letters: 3")
    visitor.find_element(By.CSS_SELECTOR, "#dead summary").send_keys(Keys.ENTER)
    shown(visitor, "#dead form")
    Select(visitor.find_element(By.NAME, "error")).select_by_visible_text("only KeyError")
    visitor.find_element(By.NAME, "reason").send_keys("the key is there", Keys.ENTER)
    shown(visitor, "#redriven", "2 moved to x-queue, 1 stayed, 1 left in x-dead-letters")
    assert visitor.execute_script("return window.sent") == {
        "reason": "the key is there",
        "error": "KeyError",
    }
    visitor.execute_script("window.fetch = window.asked")
    shown(visitor, "#dead", "All are empty")


def test_ten_thousand_orders_do_not_slow_the_page(visitor, console, note):
    before = visitor.execute_script("return document.querySelectorAll('*').length")
    for number in range(MANY):
        record = {"service": "orders", "event": "OrderPlaced", "order_id": f"many-{number}"}
        at = (datetime.now(UTC) - timedelta(milliseconds=MANY - number)).timestamp() * 1000
        line = {"timestamp": int(at), "message": json.dumps(record)}
        console.feed.book.take(parsed(line, "group", "orders"))
    WebDriverWait(visitor, SECONDS).until(lambda _: counts(visitor)["open"] >= MANY)
    shown(visitor, "#older:enabled")
    longest = visitor.execute_async_script(FRAMES)
    shown(visitor, "#page", "page 2 of ")
    assert len(visitor.find_elements(By.CSS_SELECTOR, "#rows tr")) == ROWS
    assert visitor.execute_script("return document.querySelectorAll('*').length") < before + 1000
    note(f"console: {MANY} orders, longest frame {longest:.0f} ms")
    assert longest < 1000


def test_the_page_is_for_everybody_at_every_width_and_in_both_schemes(
    visitor: Chrome, tmp_path: Path, note: Callable[[str], None]
):
    found = {
        view: [*accessibility.serious(visitor), *accessibility.too_wide(visitor)]
        for view in accessibility.views(visitor, tmp_path)
    }
    assert found == {view: [] for view in found}
    assert len(found) == 6
    note(f"screenshots of the console: {tmp_path}")
