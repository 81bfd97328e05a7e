"""Page: the tables of docs/practices.md."""

from __future__ import annotations

from itertools import groupby

from tests.docs.made import table
from tests.docs.practices.ledger import Figure, Practice, figures, practices
from tests.docs.systems.part import link_of_test


def advice() -> str:
    """A table of practices for each document; raises for a test that does not exist."""
    documents = groupby(practices(), lambda each: each.document)
    return "\n".join(
        f"### {document}\n\n{table(('practice', 'held by'), map(_practice, rows))}"
        for document, rows in documents
    )


def register() -> str:
    """The table of figures."""
    return table(("figure", "as stated", "here"), map(_figure, figures()))


def _practice(each: Practice) -> tuple[str, str]:
    return each.practice, "; ".join(map(link_of_test, each.proved))


def _figure(each: Figure) -> tuple[str, str, str]:
    places = [f"`{text}` in [{file}](../{file})" for file, text in each.found.items()]
    return each.figure, each.stated, ": ".join(filter(None, ["; ".join(places), each.differs]))
