"""``platform replay``: places real purchases as orders, and compares what analytics counted."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from cli.purchases.cdnow import Purchase, Totals, price_of, sample
from cli.shop.client import HttpError, Shop
from cli.shop.sign_in import AGENTS
from cli.stage.local import local_stage
from cli.terminal.arguments import Command, Whole, json_option, stage_option
from cli.terminal.progress import progress_on
from local.checkout import LOCAL, LocalError

# The limits of one import, one delivery and one question about prices.
IMPORTED_AT_ONCE = 500
DELIVERED_AT_ONCE = 90
PRICED_AT_ONCE = 100
# A few more than processors; each needs a function of its own, and those start slowly together.
PLACED_AT_ONCE = 4
MOST_AT_ONCE = 64
PLACED_WITHIN_TRIES = 5
# Nothing new for so long means that what is missing will not come.
QUIET_SECONDS = 60
POLL_SECONDS = 1.0

Item = TypeVar("Item")


@click.command(cls=Command)
@stage_option
@click.option(
    "--at-once",
    type=Whole(1, MOST_AT_ONCE),
    default=PLACED_AT_ONCE,
    help=f"orders under way, 1 to {MOST_AT_ONCE}",
)
@click.option(
    "--first", type=Whole(1, 1_000_000), help="only the purchases of the first so many lines"
)
@json_option
def run(stage_name: str, at_once: int, first: int | None, as_json: bool) -> int:
    stage = local_stage(stage_name)
    if not stage.emulator.running:
        raise LocalError(f"stage {stage.name} is not up: platform up --stage {stage.name}")
    shop = Shop(stage.name, stage.region, stage.emulator.endpoint)
    purchases = sample(LOCAL / "downloads")[:first]
    console = Console(stderr=as_json)
    with progress_on(console) as progress:
        counted = replay(shop, purchases, at_once, progress)
    lost = dead_letters(shop)
    expected = Totals.of(purchases)
    if as_json:
        totals = {"file": asdict(expected), "analytics": asdict(counted)}
        print(json.dumps({**totals, "equal": counted == expected, "deadLetters": lost}, indent=2))
    else:
        console.print(comparison(expected, counted))
        console.print(f"messages in dead-letter queues: {sum(lost.values())}")
        for queue, count in lost.items():
            console.print(f"  {queue}: {count}")
    return 0 if counted == expected and not lost else 1


def replay(shop: Shop, purchases: Sequence[Purchase], at_once: int, progress: Progress) -> Totals:
    """Stock the items, place every purchase, wait until analytics has counted all; its totals."""
    agent = shop.sign_in("replay", AGENTS)
    months = {f"{purchase.day:%Y-%m}" for purchase in purchases}
    before = reported(shop, agent, months)
    stock(shop, agent, purchases, progress)

    placing = progress.add_task("placing", total=len(purchases))
    with ThreadPoolExecutor(at_once) as pool:
        new = 0
        for answer in pool.map(lambda purchase: place(shop, agent, purchase), purchases):
            new += answer["status"] == "PLACED"
            progress.advance(placing)
    # An earlier run may have placed what is not counted yet.
    due = max(before.orders + new, len(purchases))
    return settled(lambda: reported(shop, agent, months), due, progress)


def stock(shop: Shop, agent: str, purchases: Sequence[Purchase], progress: Progress) -> None:
    """Put every CD that was ever bought into the catalogue and, as often, into the stock."""
    wanted: Counter[str] = Counter()
    for purchase in purchases:
        wanted.update(dict(purchase.lines()))
    items = sorted(wanted)
    task = progress.add_task("stocking", total=len(items))
    for batch in batches(items, IMPORTED_AT_ONCE):
        rows = [{"itemId": i, "name": "A CD", "priceCents": price_of(i)} for i in batch]
        shop.request("POST", "catalog", "/imports", agent, {"items": rows})
    for number, batch in enumerate(batches(items, DELIVERED_AT_ONCE)):
        lines = [{"itemId": item, "quantity": wanted[item]} for item in batch]
        # The number of purchases is part of the name: a longer replay brings its own stock.
        delivery = {"deliveryId": f"cdnow-{len(purchases)}-{number}", "lines": lines}
        shop.request("POST", "inventory", "/deliveries", agent, delivery)
        progress.advance(task, len(batch))
    for batch in batches(items, PRICED_AT_ONCE):
        wait_for(partial(all_priced, shop, batch), "the import of the items")


def all_priced(shop: Shop, items: Sequence[str]) -> bool:
    """Whether the catalog service has all of these items."""
    return not shop.request("GET", "catalog", f"/prices?items={','.join(items)}")["unknown"]


def place(shop: Shop, agent: str, purchase: Purchase) -> Any:
    """One purchase as an order of its customer on its day; the line's number makes it unique."""
    order = {
        "userId": purchase.customer,
        "orderedOn": purchase.day.isoformat(),
        "lines": [{"itemId": item, "quantity": units} for item, units in purchase.lines()],
    }
    key = f"cdnow-{purchase.number}"
    ask = partial(shop.request, "POST", "orders", "/orders", agent, order, Idempotency_Key=key)
    for _ in range(PLACED_WITHIN_TRIES - 1):
        try:
            return ask()
        except HttpError as error:
            # The idempotency key makes it safe to repeat; a 4xx stays one.
            if error.status < 500:
                raise
            time.sleep(POLL_SECONDS)
    return ask()


def settled(report: Callable[[], Totals], orders: int, progress: Progress) -> Totals:
    """Wait until analytics has counted so many orders, or no more come; returns its totals."""
    task = progress.add_task("counting", total=orders)
    last, changed = report(), time.monotonic()
    while last.orders < orders and time.monotonic() - changed < QUIET_SECONDS:
        progress.update(task, completed=last.orders)
        time.sleep(POLL_SECONDS)
        now = report()
        if now != last:
            last, changed = now, time.monotonic()
    progress.update(task, completed=last.orders)
    return last


def reported(shop: Shop, agent: str, months: Collection[str]) -> Totals:
    """What the analytics service counted in these months; others may have bought in others."""
    report = shop.request("GET", "analytics", "/purchases", agent)
    rows = [row for row in report["months"] if row["month"] in months]
    return Totals(
        customers=sum(row["newCustomers"] for row in rows),
        orders=sum(row["orders"] for row in rows),
        units=sum(row["units"] for row in rows),
        cents=sum(row["cents"] for row in rows),
    )


def dead_letters(shop: Shop) -> dict[str, int]:
    """Every dead-letter queue that has messages, with their number."""
    sqs = shop.client("sqs")
    lost: dict[str, int] = {}
    for url in sqs.list_queues().get("QueueUrls", []):
        name = url.rpartition("/")[2]
        if "-dead-letters" in name:
            asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
            lost[name] = int(asked["Attributes"]["ApproximateNumberOfMessages"])
    return {name: count for name, count in lost.items() if count}


def comparison(file: Totals, counted: Totals) -> Table:
    """The file's own totals beside those that analytics counted from events."""
    table = Table(title="CDNOW, bought")
    for column in ("", "file", "analytics", ""):
        table.add_column(column, justify="right" if column else "left")
    for name in ("customers", "orders", "units", "cents"):
        mine, theirs = getattr(file, name), getattr(counted, name)
        shown = [f"{n / 100:,.2f}" if name == "cents" else f"{n:,}" for n in (mine, theirs)]
        label = "dollars" if name == "cents" else name
        table.add_row(label, *shown, "equal" if mine == theirs else "DIFFERENT")
    return table


def wait_for(done: Callable[[], bool], what: str) -> None:
    """Poll until it is done; raises ``LocalError`` after ``QUIET_SECONDS``."""
    deadline = time.monotonic() + QUIET_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise LocalError(f"{what} was not done within {QUIET_SECONDS} s")
        time.sleep(POLL_SECONDS / 10)


def batches(items: Iterable[Item], size: int) -> Iterable[list[Item]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
