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
    """How many rows are whole, what AWS alone shows, and what is not there yet."""
    rows = systems()
    missing = [row for row in rows if row.missing]
    on_aws = [row for row in rows if row.on_aws]
    lines = [
        f"{len(rows)} systems; {len(rows) - len(missing)} are there whole.",
        "",
        *_listed("Only AWS can show, and what stands in here:", on_aws, "on_aws"),
        *_listed("Not there yet, or not whole:", missing, "missing"),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _listed(title: str, rows: list[System], field: str) -> list[str]:
    if not rows:
        return []
    return [title, "", *(f"- {r.number} {r.system}: {getattr(r, field)}" for r in rows), ""]


def _cells(row: System) -> tuple[str, ...]:
    text = " ".join(
        [
            row.text,
            *([f"*On AWS: {row.on_aws}.*"] if row.on_aws else []),
            *([f"*Missing: {row.missing}.*"] if row.missing else []),
        ]
    )
    shown = ", ".join(map(link, row.shown))
    return str(row.number), row.system, text, shown, "; ".join(map(link_of_test, row.proved))
