"""``make campaign``: orders under killed workers, duplicates and a restarted emulator.

For each order mode a local stage of its own is deployed, with a payment processor and a carrier
that lose some of their answers. Orders of several kinds are placed from several clients, while
function workers are killed and messages and events are sent twice; in the middle the emulator is
stopped and ``platform up`` is run. Then every order must have ended, and money, stock, parcels and
notices must add up. ``python -m bench.campaign --orders 60`` is shorter.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from bench.accounts import compare
from bench.disturbances import UPS, disturbed, restart
from bench.orders import STOCK, Tokens, ask, place_all, stock
from bench.outcome import ENDED_WITHIN_SECONDS, Outcome, show
from bench.partners import SECRET, SECRET_NAME, Partners, partners
from cli.shop.client import Shop
from cli.terminal import usage
from cli.terminal.arguments import Command, Whole
from cli.terminal.progress import progress_on
from tests.checkout import Checkout
from tests.local.deployed import Deployed, new_checkout, up

QUIET_SECONDS = 5
MODES = ("choreography", "saga")
SWEPT = "it was not completed in time"


@click.command(cls=Command, help=__doc__)
@click.option("--orders", type=Whole(1, 100_000), default=600, help="in each mode")
@click.option(
    "--mode", "modes", multiple=True, type=click.Choice(MODES), default=MODES, help="of orders"
)
def main(orders: int, modes: tuple[str, ...]) -> int:
    outcomes = []
    for mode in modes:
        outcomes.append(campaign(mode, orders))
        show(outcomes)
    return int(any(outcome.problems for outcome in outcomes))


def campaign(mode: str, orders: int) -> Outcome:
    """Deploy, disturb, restart, wait, and compare."""
    outcome = Outcome(mode)
    with tempfile.TemporaryDirectory() as folder, partners() as others:
        outcome.books = others.books
        checkout = new_checkout(Path(folder))
        configure(checkout, mode, others)
        with up(checkout, attempts=UPS) as stage:
            disturb(stage, orders, outcome)
            stage.shop.client("ssm").delete_parameter(Name=SECRET_NAME)
    return outcome


def disturb(stage: Deployed, orders: int, outcome: Outcome) -> None:
    """Place orders in two parts, restart the emulator in between, wait, and compare."""
    tokens, placed = Tokens(stage.shop), outcome.placed
    stock(stage.shop, tokens.agent)
    with progress_on(Console(stderr=True)) as bars:
        placing = bars.add_task(f"{outcome.mode}: placed", total=orders)
        for part in (orders // 2, orders - orders // 2):
            if placed.lines:
                restart(stage)
            with disturbed(stage, outcome.disturbed):
                place_all(stage.shop, tokens, part, placed, partial(bars.advance, placing))
        ending = bars.add_task(f"{outcome.mode}: ended", total=len(placed.lines))
        wait(stage.shop, tokens, outcome, partial(bars.advance, ending))
    outcome.accounts = compare(stage.shop, tokens, placed.lines, STOCK, outcome.books)
    outcome.problems += outcome.accounts.problems


def configure(checkout: Checkout, mode: str, others: Partners) -> None:
    """Set the mode and the partners of a stage, and store the secret that it shares with them."""
    modes = f"[{mode}, {'saga' if mode == 'choreography' else 'choreography'}]"
    added = {
        "order_modes": modes,
        "payment_processor": others.settings("bank"),
        "carrier": others.settings("carrier"),
    }
    line = f"    endpoint: {checkout.endpoint}\n"
    lines = "".join(f"    {key}: {value}\n" for key, value in added.items())
    checkout.edit("Pulumi.local.yaml", line, line + lines)
    started = checkout.platform("emulator", "start")
    assert started.returncode == 0, started.stdout
    ssm = Shop("local", "us-east-1", checkout.endpoint).client("ssm")
    ssm.put_parameter(Name=SECRET_NAME, Value=SECRET, Type="SecureString")


def wait(shop: Shop, tokens: Tokens, outcome: Outcome, advance: Callable[[], object]) -> None:
    """Wait until every order has ended, and messages are consumed; ``advance`` after each end."""
    started = time.monotonic()
    left = set(outcome.placed.lines)
    while left and time.monotonic() - started < ENDED_WITHIN_SECONDS:
        for order in list(left):
            found = ask(shop, "orders", f"/orders/{order}", tokens.agent)
            if found["status"] in ("CONFIRMED", "CANCELLED"):
                left.discard(order)
                advance()
                outcome.ended[found["status"]] += 1
                outcome.swept += found.get("reason") == SWEPT
        time.sleep(1)
    outcome.seconds = time.monotonic() - started
    outcome.problems += [f"order {order} has not ended" for order in sorted(left)]
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_SECONDS:
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


if __name__ == "__main__":
    sys.exit(usage.run(main, "campaign"))
