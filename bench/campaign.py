"""``make campaign``: orders under killed workers, duplicates and a restarted emulator.

For each order mode a local stage of its own is deployed. Orders of four kinds are placed from
several clients, while function workers are killed and messages and events are sent twice; in the
middle the emulator is stopped and ``platform up`` is run. Then every order must have ended, and
money, stock, parcels and notices must add up. ``python -m bench.campaign --orders 60`` is shorter.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.shop import HttpError, Shop
from cli.sign_in import AGENTS
from tests.local.deployed import Deployed, new_checkout, up

CLIENTS, CUSTOMERS = 6, 12
# The sweep of the local stage: 120 s, a run each minute, and what its compensations take.
ENDED_WITHIN_SECONDS = 300
KILL_SECONDS, DUPLICATE_SECONDS = 1.5, 1.0
PRICE_CENTS, STOCK = 1_000, 100_000
# Of ten orders: what is ordered, and whether it may be confirmed.
KINDS = (
    *[{"paymentMethod": "card"}] * 6,
    {"paymentMethod": "card-declined"},
    {"paymentMethod": "card", "shipTo": "AQ"},
    {"paymentMethod": "card", "lines": "sold out"},
    {"paymentMethod": "card"},
)


@dataclass
class Outcome:
    """What was done to a stage, and what came of its orders."""

    mode: str
    placed: dict[str, tuple[str, int]] = field(default_factory=dict)
    refused: int = 0
    killed: int = 0
    duplicated: int = 0
    seconds: float = 0
    ended: Counter[str] = field(default_factory=Counter)
    swept: int = 0
    problems: list[str] = field(default_factory=list)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.campaign")
    options.add_argument("--orders", type=int, default=600)
    options.add_argument("--modes", nargs="+", default=["choreography", "saga"])
    args = options.parse_args()
    outcomes = []
    for mode in args.modes:
        outcomes.append(campaign(mode, args.orders))
        show(outcomes[-1])
    return int(any(outcome.problems for outcome in outcomes))


def campaign(mode: str, orders: int) -> Outcome:
    """Deploy, disturb, restart, wait, and compare."""
    outcome = Outcome(mode)
    with tempfile.TemporaryDirectory() as folder:
        checkout = new_checkout(Path(folder))
        other = "saga" if mode == "choreography" else "choreography"
        line = f"    endpoint: {checkout.endpoint}\n"
        checkout.edit("Pulumi.local.yaml", line, f"{line}    order_modes: [{mode}, {other}]\n")
        with up(checkout) as stage:
            tokens = Tokens(stage.shop)
            item = stocked(stage.shop, tokens.agent)
            place_all(stage, tokens, item, orders // 2, outcome)
            restart(stage)
            place_all(stage, tokens, item, orders - orders // 2, outcome)
            wait(stage.shop, tokens, outcome)
            compare(stage.shop, tokens, item, outcome)
    return outcome


class Tokens:
    """Signed-in users, by number."""

    def __init__(self, shop: Shop) -> None:
        self.agent = shop.sign_in("agent", AGENTS)
        self.customers = [shop.sign_in(f"customer-{n}") for n in range(CUSTOMERS)]


def stocked(shop: Shop, agent: str) -> str:
    """An item in stock."""
    body = {"name": "A CD", "priceCents": PRICE_CENTS}
    for item in ("disc", "sold-out"):
        shop.request("PUT", "catalog", f"/items/{item}", agent, body)
    lines = [{"itemId": "disc", "quantity": STOCK}]
    shop.request("POST", "inventory", "/deliveries", agent, {"deliveryId": "first", "lines": lines})
    return "disc"


def place_all(stage: Deployed, tokens: Tokens, item: str, orders: int, outcome: Outcome) -> None:
    """Place orders from several clients while the stage is disturbed."""
    done = threading.Event()
    disturbers = [
        threading.Thread(target=kill_workers, args=(stage, done, outcome)),
        threading.Thread(target=duplicate, args=(stage.shop, done, outcome)),
    ]
    for thread in disturbers:
        thread.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(lambda n: place(stage.shop, tokens, item, n, outcome), range(orders)))
    finally:
        done.set()
        for thread in disturbers:
            thread.join()


def place(shop: Shop, tokens: Tokens, item: str, number: int, outcome: Outcome) -> None:
    """Place one order, with the same key until it is accepted."""
    kind = dict(KINDS[number % len(KINDS)])
    sold_out = kind.pop("lines", None)
    quantity = 1 + number % 3
    ordered = "sold-out" if sold_out else item
    body = {**kind, "lines": [{"itemId": ordered, "quantity": quantity}]}
    customer, key = number % CUSTOMERS, str(uuid.uuid4())
    for _ in range(20):
        try:
            found = shop.request(
                "POST", "orders", "/orders", tokens.customers[customer], body, Idempotency_Key=key
            )
        except HttpError as error:
            if error.status < 500:
                raise
            time.sleep(0.5)
            continue
        outcome.placed[found["orderId"]] = (ordered, quantity)
        return
    outcome.refused += 1


def kill_workers(stage: Deployed, done: threading.Event, outcome: Outcome) -> None:
    """Kill a function worker of this stage's emulator now and then."""
    while not done.wait(KILL_SECONDS):
        if workers := workers_of(stage):
            try:
                os.kill(random.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                continue
            outcome.killed += 1


def workers_of(stage: Deployed) -> list[int]:
    """The processes that the emulator of a stage has started for functions."""
    noted = json.loads((stage.checkout.root / ".local/stages/local/emulator.json").read_text())
    parent = str(noted["pid"])
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == parent:
            found.append(int(stat.parent.name))
    return found


def duplicate(shop: Shop, done: threading.Event, outcome: Outcome) -> None:
    """Send messages that wait in queues a second time, and leave the first where it is."""
    sqs = shop.client("sqs")
    while not done.wait(DUPLICATE_SECONDS):
        for url in sqs.list_queues().get("QueueUrls", []):
            if "dead-letters" in url or "undelivered" in url or url.endswith(".fifo"):
                continue
            held = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=3, VisibilityTimeout=1)
            for message in held.get("Messages", []):
                sqs.send_message(QueueUrl=url, MessageBody=message["Body"])
                outcome.duplicated += 1


def restart(stage: Deployed) -> None:
    """Stop the emulator while orders are under way, and deploy again."""
    for command in (("emulator", "stop"), ("up",)):
        done = stage.checkout.platform(*command)
        assert done.returncode == 0, done.stdout
    assert "first order" in done.stdout, done.stdout


def wait(shop: Shop, tokens: Tokens, outcome: Outcome) -> None:
    """Wait until every order has ended, and messages are consumed."""
    started = time.monotonic()
    left = set(outcome.placed)
    while left and time.monotonic() - started < ENDED_WITHIN_SECONDS:
        for order in list(left):
            found = shop.request("GET", "orders", f"/orders/{order}", tokens.agent)
            if found["status"] in ("CONFIRMED", "CANCELLED"):
                left.discard(order)
                outcome.ended[found["status"]] += 1
                outcome.swept += found.get("reason") == "it was not completed in time"
        time.sleep(1)
    outcome.seconds = time.monotonic() - started
    outcome.problems += [f"order {order} has not ended" for order in sorted(left)]
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < 5:
        if waiting(shop):
            quiet_since = time.monotonic()
        if time.monotonic() - started > 2 * ENDED_WITHIN_SECONDS:
            outcome.problems.append("queues are not empty")
            return
        time.sleep(0.5)


def waiting(shop: Shop) -> int:
    """Messages in queues that functions consume."""
    sqs = shop.client("sqs")
    names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    urls = [url for url in sqs.list_queues().get("QueueUrls", []) if "dead-letters" not in url]
    found = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names)) for url in urls]
    return sum(int(queue["Attributes"][name]) for queue in found for name in names)


def compare(shop: Shop, tokens: Tokens, item: str, outcome: Outcome) -> None:
    """Money, stock, parcels and notices against the orders."""
    sold = 0
    notices = Counter(
        notice["orderId"] for token in tokens.customers for notice in all_notices(shop, token)
    )
    for order, (ordered, quantity) in outcome.placed.items():
        status = shop.request("GET", "orders", f"/orders/{order}", tokens.agent)["status"]
        payment = status_of(shop, "payments", f"/payments/{order}", tokens.agent)
        shipment = status_of(shop, "shipping", f"/shipments/{order}", tokens.agent)
        confirmed = status == "CONFIRMED"
        sold += quantity if confirmed and ordered == item else 0
        if confirmed != (payment == "COMPLETED"):
            outcome.problems.append(f"order {order} is {status}, its payment {payment}")
        if confirmed != (shipment == "BOOKED"):
            outcome.problems.append(f"order {order} is {status}, its shipment {shipment}")
        if notices[order] != 1:
            outcome.problems.append(f"order {order} has {notices[order]} notices")
    available = shop.request("GET", "inventory", f"/stock/{item}")["available"]
    if available != STOCK - sold:
        outcome.problems.append(f"{available} in stock, where {STOCK - sold} are left")


def all_notices(shop: Shop, token: str) -> list[dict[str, Any]]:
    """Every notice of a customer."""
    found: list[dict[str, Any]] = []
    path = "/notices?limit=100"
    while True:
        page = shop.request("GET", "notifications", path, token)
        found += page["notices"]
        if not page.get("nextToken"):
            return found
        path = f"/notices?limit=100&nextToken={page['nextToken']}"


def status_of(shop: Shop, service: str, path: str, token: str) -> str | None:
    """The status of a payment or a shipment, if there is one."""
    try:
        return str(shop.request("GET", service, path, token)["status"])
    except HttpError as error:
        if error.status == 404:
            return None
        raise


def show(outcome: Outcome) -> None:
    """Print one mode."""
    rows = {
        "orders placed": len(outcome.placed),
        "not accepted": outcome.refused,
        "workers killed": outcome.killed,
        "messages duplicated": outcome.duplicated,
        "confirmed": outcome.ended["CONFIRMED"],
        "cancelled": outcome.ended["CANCELLED"],
        "of these by the sweep": outcome.swept,
        "all ended after the last, in s": f"{outcome.seconds:.0f} of {ENDED_WITHIN_SECONDS}",
        "problems": len(outcome.problems),
    }
    print(f"\n{outcome.mode}")
    for name, value in rows.items():
        print(f"  {name:<32}{value}")
    for problem in outcome.problems[:20]:
        print(f"    {problem}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
