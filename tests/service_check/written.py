"""What is written down of a service: schemas on record, pages, the ledger of identities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from contracts.schema import matches_record, schema_file
from microservice.card import Card
from settings import ROOT
from tests.docs import seen_in
from tests.docs.openapi import document
from tests.docs.parts import PARTS, text_of
from tests.identity.ledger import STAGES, before, now
from tests.service_check.missing import Missing

# The pages that repeat what services are; the others follow the components and the policies.
PAGES = ("README.md", "docs/events.md", "docs/http-api.md")
WRITE_PAGES = "python -m tests.docs.write"


def schemas(card: Card) -> Iterator[Missing]:
    """Each event has the schema on record for its version."""
    for event in card.publishes:
        if not schema_file(event).is_file():
            what = f"{event.__name__} version {event.version} has no schema on record"
            yield Missing("contracts", what, "python -m program.schema_check --write")
        elif not matches_record(event):
            yield Missing(
                "contracts",
                f"{event.__name__} no longer has the schema of its version {event.version}",
                f"give it version={event.version + 1}, then python -m program.schema_check --write",
            )


@cache
def pages() -> tuple[Missing, ...]:
    """Each page says what the program says."""
    behind = {p.page for p in PARTS if p.page in PAGES and p.written(text_of(p.page)) != p.make()}
    documents = [document.file_of(card.name) for card in document.cards()]
    behind |= {f"docs/openapi/{d.name}" for d in documents if not document.is_current(d.stem)}
    catalogue = text_of(seen_in.PAGE)
    if seen_in.rewritten(catalogue) != catalogue:
        behind.add(seen_in.PAGE)
    return tuple(
        Missing("pages", f"{page} is behind the program", WRITE_PAGES) for page in sorted(behind)
    )


def ledger(card: Card) -> Iterator[Missing]:
    """The resources of the service are those in the ledger of each lasting stage."""
    for stage in STAGES:
        written = {line for line in before(stage) if _is_of(card, line)}
        found = {line for line in now(stage) if _is_of(card, line)}
        file = (ROOT / "tests" / "identity" / f"{stage}.txt").relative_to(ROOT)
        if vanished := sorted(written - found):
            yield Missing(
                "ledger",
                f"{_named(vanished)} in {file}, but not in the program: the next deployment would "
                "delete what it holds",
                "give a renamed resource an alias; if it is to go, python -m tests.identity.write",
            )
        if appeared := sorted(found - written):
            what = f"{_named(appeared)} in the program, but not in {file}"
            yield Missing("ledger", what, "python -m tests.identity.write")


def _is_of(card: Card, identity: str) -> bool:
    return identity.startswith((f"{card.type_token}$", f"{card.type_token}::"))


def _named(identities: list[str]) -> str:
    names = [identity.rpartition("::")[2] for identity in identities]
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{names[0]} and {len(names) - 1} more are"
