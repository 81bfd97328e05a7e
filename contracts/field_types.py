"""Terms: the words that all contracts share, each with its limits."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le, MaxLen, MinLen

from contracts.contract import Matches

# One order, or one delivery, is one database transaction of at most 100 writes.
MAX_LINES = 90

ItemId = Annotated[str, MinLen(1), MaxLen(64), Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
UserId = Annotated[str, MinLen(1), MaxLen(128)]
OrderId = Annotated[str, MinLen(36), MaxLen(36), Matches("^[0-9a-f-]+$")]
ParcelId = Annotated[str, MinLen(38), MaxLen(41), Matches("^[0-9a-f-]{36}-[0-9]+$")]
DeliveryId = Annotated[str, MinLen(1), MaxLen(64), Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$")]

# What a path may name: anything that a key can be; most of it is then not found.
PathId = Annotated[str, MinLen(1), MaxLen(128)]

# ISO 3166-1 alpha-2.
Country = Annotated[str, MinLen(2), MaxLen(2), Matches("^[A-Z]{2}$")]

Quantity = Annotated[int, Ge(1), Le(1_000)]
Units = Annotated[int, Ge(1), Le(MAX_LINES * 1_000)]
Cents = Annotated[int, Ge(0), Le(100_000_000)]
TotalCents = Annotated[int, Ge(0), Le(MAX_LINES * 1_000 * 100_000_000)]

Reason = Annotated[str, MinLen(1), MaxLen(500)]
Moment = Annotated[
    str,
    MinLen(24),
    MaxLen(24),
    Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$"),
]
