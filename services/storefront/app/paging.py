"""Paging: the page of a list that a field asks for, as the query of the service that has it."""

from __future__ import annotations

from typing import Annotated

from contracts.limits import MaxLen
from runtime.graphql.field import Field

# Longer than any that a list returns; it becomes part of a URL.
NextToken = Annotated[str, MaxLen(4096)]


def page_of(field: Field) -> dict[str, str]:
    """``limit`` and ``nextToken`` where they are given; the service checks them."""
    kinds = {"limit": int, "nextToken": NextToken}
    given = {name: field.argument(kind, name) for name, kind in kinds.items()}
    return {name: str(value) for name, value in given.items() if value is not None}
