"""Outcome of a campaign: what was done to a stage and what came of its orders, as a table."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from bench.accounts import Accounts
from bench.disturbances import Disturbed
from bench.orders import Placed
from bench.partners import Books

# The sweep of the local stage has an order processed again after 150 s, and cancels it after 600 s;
# a run comes each minute, and a message of a killed function is hidden for 300 s.
ENDED_WITHIN_SECONDS = 900
MOST_PROBLEMS = 20


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
