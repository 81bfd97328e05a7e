"""``make campaign``: orders under killed workers, duplicates and a restarted emulator.

For each order mode a local stage of its own is deployed, with a payment processor and a carrier
that lose some of their answers. Orders of several kinds are placed from several clients, while
function workers are killed and messages and events are sent twice; in the middle the emulator is
stopped and ``platform up`` is run. Then every order must have ended, and money, stock, parcels and
notices must add up. ``python -m bench.campaign --orders 60`` is shorter.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.accounts import Accounts, compare
from bench.disturbances import Disturbed, disturbed, restart
from bench.orders import STOCK, Placed, Tokens, place_all, stock
from bench.partners import SECRET, SECRET_NAME, Books, Partners, partners
from cli.shop import Shop
from tests.checkout import Checkout
from tests.local.deployed import new_checkout, up

# The sweep of the local stage has an order processed again after 150 s, and cancels it after 600 s;
# a run comes each minute, and a message of a killed function is hidden for 300 s.
ENDED_WITHIN_SECONDS = 900
QUIET_SECONDS = 5
MOST_PROBLEMS = 20
SWEPT = "it was not completed in time"


@dataclass
class Outcome:
    """What was done to a stage, and what came of its orders."""

    mode: str
    placed: Placed = field(default_factory=Placed)
    disturbed: Disturbed = field(default_factory=Disturbed)
    books: Books = field(default_factory=Books)
    seconds: float = 0
    ended: Counter[str] = field(default_factory=Counter)
    swept: int = 0
    accounts: Accounts = field(default_factory=Accounts)
    problems: list[str] = field(default_factory=list)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    options.add_argument("--orders", type=int, default=600)
    options.add_argument("--modes", nargs="+", default=["choreography", "saga"])
    args = options.parse_args()
    outcomes = []
    for mode in args.modes:
        outcomes.append(campaign(mode, args.orders))
        show(outcomes)
    return int(any(outcome.problems for outcome in outcomes))


def campaign(mode: str, orders: int) -> Outcome:
    """Deploy, disturb, restart, wait, and compare."""
    outcome = Outcome(mode)
    with tempfile.TemporaryDirectory() as folder, partners() as others:
        outcome.books = others.books
        checkout = new_checkout(Path(folder))
        configure(checkout, mode, others)
        with up(checkout) as stage:
            tokens = Tokens(stage.shop)
            stock(stage.shop, tokens.agent)
            for part in (orders // 2, orders - orders // 2):
                if outcome.placed.lines:
                    restart(stage)
                with disturbed(stage, outcome.disturbed):
                    place_all(stage.shop, tokens, part, outcome.placed)
            wait(stage.shop, tokens, outcome)
            placed = outcome.placed.lines
            outcome.accounts = compare(stage.shop, tokens, placed, STOCK, others.books)
            outcome.problems += outcome.accounts.problems
    return outcome


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


def wait(shop: Shop, tokens: Tokens, outcome: Outcome) -> None:
    """Wait until every order has ended, and messages are consumed."""
    started = time.monotonic()
    left = set(outcome.placed.lines)
    while left and time.monotonic() - started < ENDED_WITHIN_SECONDS:
        for order in list(left):
            found = shop.request("GET", "orders", f"/orders/{order}", tokens.agent)
            if found["status"] in ("CONFIRMED", "CANCELLED"):
                left.discard(order)
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


def show(outcomes: list[Outcome]) -> None:
    """Print the modes side by side, and what does not add up."""
    table = Table(title="orders under disturbances")
    table.add_column("what")
    for outcome in outcomes:
        table.add_column(outcome.mode, justify="right")
    for name, *cells in zip(ROWS, *[cells_of(outcome) for outcome in outcomes], strict=True):
        table.add_row(name, *cells)
    # A log has no width of its own.
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    for outcome in outcomes:
        for problem in outcome.problems[:MOST_PROBLEMS]:
            console.print(f"{outcome.mode}: {problem}", markup=False, highlight=False)


ROWS = (
    "orders placed, and not accepted",
    "workers killed",
    "messages and events sent twice",
    "answers of the partners lost, and requests repeated",
    "confirmed",
    "cancelled",
    "of these by the sweep",
    "all ended after the last was placed",
    "money of confirmed orders, in cents",
    "charged, and given back",
    "kept",
    "stock at first",
    "left, sold, reserved",
    "parcels on their way",
    "notices",
    "problems",
)


def cells_of(outcome: Outcome) -> list[str]:
    """What a mode has to say under ``ROWS``."""
    did, books, sums = outcome.disturbed, outcome.books, outcome.accounts
    return [
        f"{len(outcome.placed.lines)}, {outcome.placed.refused}",
        f"{did.workers}",
        f"{did.messages}, {did.events}",
        f"{books.lost}, {books.repeated}",
        f"{outcome.ended['CONFIRMED']}",
        f"{outcome.ended['CANCELLED']}",
        f"{outcome.swept}",
        f"{outcome.seconds:.0f} s, at most {ENDED_WITHIN_SECONDS}",
        f"{sums.ordered}",
        f"{sums.charged}, {sums.refunded}",
        f"{sums.kept}",
        f"{sums.stock}",
        f"{sums.left}, {sums.sold}, {sums.reserved}",
        f"{sums.parcels}",
        f"{sums.notices}",
        f"{len(outcome.problems)}",
    ]


if __name__ == "__main__":
    sys.exit(main())
