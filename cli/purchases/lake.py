"""``platform lake``: loads the whole CDNOW history into the data lake and asks Athena for it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from cli.purchases import cdnow, lake_load
from cli.purchases.athena import Queries, Row
from cli.purchases.cdnow import Purchase
from cli.purchases.lake_load import FILES, INCOMING, Month
from cli.shop.client import Shop
from cli.stage.local import local_stage
from cli.terminal.arguments import (
    Command,
    Text,
    Whole,
    WrongArgument,
    json_option,
    stage_option,
)
from cli.terminal.progress import progress_on
from local.checkout import LOCAL, LocalError

LONGEST_PATH, LONGEST_NAME = 4_096, 128

# Nothing new for so long, and no message on the way, means that what is missing will not come: a
# message whose function was killed is hidden for 300 s.
QUIET_SECONDS = 400
POLL_SECONDS = 2.0


@click.command(cls=Command)
@stage_option
@click.option("--file", type=Text(LONGEST_PATH), help="the history, in place of the one downloaded")
@click.option("--first", type=Whole(1, 1_000_000), help="only the first so many purchases")
@click.option(
    "--query", type=Text(LONGEST_NAME), help="run a saved query of the lake instead, by its name"
)
@json_option
def run(
    stage_name: str, file: str | None, first: int | None, query: str | None, as_json: bool
) -> int:
    stage = local_stage(stage_name)
    if not stage.emulator.running:
        raise LocalError(f"stage {stage.name} is not up: platform up --stage {stage.name}")
    shop, console = Shop(stage.name, stage.region, stage.emulator.endpoint), Console(stderr=as_json)
    names = {key: shop.parameter("analytics", f"lake-{key}") for key in ("workgroup", "database")}
    queries = Queries(shop.client("athena"), **names)
    if query is not None:
        rows = queries.rows(saved(queries, query))
        if as_json:
            print(json.dumps({"query": query, "rows": rows}, indent=2))
        else:
            console.print(table_of(query, rows))
        return 0
    purchases = history(None if file is None else Path(file))[:first]
    return load(shop, queries, purchases, console, as_json=as_json)


def history(file: Path | None) -> list[Purchase]:
    """The purchases, the earliest first, of a file or of the package that has them."""
    if file is None:
        return cdnow.history(LOCAL / "downloads")
    if not file.is_file():
        raise WrongArgument(f"there is no file {file}")
    return sorted(cdnow.parse(file.read_text("utf-8"), str(file)), key=lambda each: each.day)


def saved(queries: Queries, name: str) -> str:
    """The SQL of a saved query."""
    there = queries.saved()
    if name not in there:
        raise WrongArgument(f"there is no query {name}; there are {', '.join(sorted(there))}")
    return there[name]


def load(
    shop: Shop,
    queries: Queries,
    purchases: Sequence[Purchase],
    console: Console,
    *,
    as_json: bool = False,
) -> int:
    """Send the purchases that the lake has not, wait until Athena has counted them, and print the
    figures.
    """
    stream = shop.parameter("analytics", "events-stream")
    file, started = lake_load.by_month(purchases), time.monotonic()
    left = lake_load.missing(purchases, lake_load.days_in(queries))
    with progress_on(console) as progress:
        lake_load.send(shop.client("kinesis"), stream, left, progress)
        found = arrived(shop, queries, len(purchases), progress)
    seconds = time.monotonic() - started
    customers = len({each.customer for each in purchases}), lake_load.customers_in(queries)
    equal, zones = found == file and customers[0] == customers[1], sizes(shop)
    if as_json:
        totals = {"file": asdict(lake_load.total(file)), "lake": asdict(lake_load.total(found))}
        objects = {zone: {"count": len(each), "bytes": sum(each)} for zone, each in zones.items()}
        facts = {"equal": equal, "customers": customers, "sent": len(left), "objects": objects}
        print(json.dumps({**totals, **facts, "seconds": round(seconds, 1)}, indent=2))
        return 0 if equal else 1
    console.print(comparison(file, found, customers))
    rate = f"{len(left) / seconds:,.0f} a second"
    console.print(f"{len(left):,} records sent to the stream, {rate} until Athena had them")
    for zone, each in zones.items():
        console.print(f"{zone}: {len(each):,} objects, {sum(each) / 1_000_000:,.1f} MB")
    return 0 if equal else 1


def sizes(shop: Shop) -> dict[str, list[int]]:
    """How large the objects of the zones of the lake are, in bytes."""
    found = {}
    for zone, prefix in (("raw", INCOMING), ("processed", FILES)):
        bucket = shop.parameter("analytics", f"lake-{zone}")
        objects = lake_load.objects(shop.client("s3"), bucket, prefix)
        found[zone] = [each["Size"] for each in objects]
    return found


def arrived(shop: Shop, queries: Queries, purchases: int, progress: Progress) -> dict[str, Month]:
    """What the lake has once nothing more comes, by month."""
    waiting = partial(lake_load.on_the_way, shop.client("sqs"))
    return settled(partial(lake_load.months_in, queries), purchases, progress, waiting)


def settled(
    report: Callable[[], dict[str, Month]],
    purchases: int,
    progress: Progress,
    waiting: Callable[[], int],
) -> dict[str, Month]:
    """Wait until the lake has so many purchases, or no more come: nothing is new for a while, and
    no message is ``waiting``. Returns the lake's months.
    """
    task = progress.add_task("in Athena", total=purchases)
    last, changed = report(), time.monotonic()
    while (count := lake_load.total(last).purchases) < purchases:
        progress.update(task, completed=count)
        if time.monotonic() - changed > QUIET_SECONDS and not waiting():
            break
        time.sleep(POLL_SECONDS)
        if (now := report()) != last:
            last, changed = now, time.monotonic()
    progress.update(task, completed=count)
    return last


def comparison(file: dict[str, Month], lake: dict[str, Month], customers: tuple[int, int]) -> Table:
    """The file's months beside those that Athena answered, and all together."""
    table = Table(title="CDNOW, bought")
    for column in ("", "purchases", "CDs", "dollars", "Athena", ""):
        table.add_column(column, justify="right" if column else "left")
    rows = [(month, file.get(month, Month()), lake.get(month, Month())) for month in sorted(file)]
    rows.append(("total", lake_load.total(file), lake_load.total(lake)))
    for label, mine, theirs in rows:
        shown = [f"{mine.purchases:,}", f"{mine.cds:,}", dollars(mine.cents)]
        answered = f"{theirs.purchases:,} / {theirs.cds:,} / {dollars(theirs.cents)}"
        table.add_row(label, *shown, answered, "equal" if mine == theirs else "DIFFERENT")
    same = "equal" if customers[0] == customers[1] else "DIFFERENT"
    table.add_row("customers", f"{customers[0]:,}", "", "", f"{customers[1]:,}", same)
    return table


def dollars(cents: int) -> str:
    """Cents as dollars, exact: ``2,500,315.63``."""
    return f"{cents // 100:,}.{cents % 100:02}"


def table_of(title: str, rows: Sequence[Row]) -> Table:
    """The rows of a query."""
    table = Table(title=title)
    for column in rows[0] if rows else ():
        table.add_column(column)
    for row in rows:
        table.add_row(*row.values())
    return table
