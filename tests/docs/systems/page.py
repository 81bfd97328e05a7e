"""Page: the tables of docs/systems.md."""

from __future__ import annotations

from itertools import groupby

from tests.docs.made import table
from tests.docs.systems.part import link, link_of_test
from tests.docs.systems.row import System, systems

HEAD = ("", "system", "what it is", "look at", "proved by")


def written() -> str:
    """A table for each chapter; raises ``NoSuchPartError`` for a name that is nothing."""
    chapters = groupby(systems(), lambda row: row.chapter)
    return "\n".join(
        f"## {chapter}\n\n{table(HEAD, map(_cells, rows))}" for chapter, rows in chapters
    )


def summary() -> str:
    """How many rows there are, and what AWS alone shows."""
    rows = systems()
    lines = [
        f"{len(rows)} systems, each with parts that exist and tests that prove it.",
        "",
        "Only AWS can show, and what stands in here:",
        "",
        *(f"- {each.number} {each.system}: {each.on_aws}" for each in rows if each.on_aws),
    ]
    return "\n".join(lines) + "\n"


def _cells(row: System) -> tuple[str, ...]:
    text = " ".join(
        [
            row.text,
            *([f"*On AWS: {row.on_aws}.*"] if row.on_aws else []),
        ]
    )
    shown = ", ".join(map(link, row.shown))
    return str(row.number), row.system, text, shown, "; ".join(map(link_of_test, row.proved))
