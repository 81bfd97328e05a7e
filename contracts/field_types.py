"""Field types: the types that several contracts use, with their limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from contracts.limits import Ge, Le, Matches, MaxLen, MinLen, Years

# An order, or a delivery, is written in one transaction, and DynamoDB allows 100 writes in one.
MAX_LINES = 90

# Control characters and line separators, of which NUL ends a text for many programs; those that
# change the direction of the text after them, so that it reads as another; the byte order mark.
# https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
PLAIN = Matches(
    r"^[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]*$",
    "without control and direction characters",
)

ItemId = Annotated[str, MinLen(1), MaxLen(64), Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""An item of the catalog."""
UserId = Annotated[str, MinLen(1), MaxLen(128)]
"""The customer: ``sub`` of the user in the Cognito user pool."""
OrderId = Annotated[str, MinLen(36), MaxLen(36), Matches("^[0-9a-f-]+$")]
"""The order: a UUID, derived from the customer and the request's idempotency key."""
ParcelId = Annotated[str, MinLen(38), MaxLen(41), Matches("^[0-9a-f-]{36}-[0-9]+$")]
"""A parcel: the id of its order and a number from 1."""
DeliveryId = Annotated[str, MinLen(1), MaxLen(64), Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""A delivery to the warehouse, as its sender names it."""

PathId = Annotated[str, MinLen(1), MaxLen(128), PLAIN]
"""An id in the path of a request; it may be one that no contract allows."""
CustomerId = Annotated[str, MinLen(1), MaxLen(128), PLAIN]
"""A customer, as a request names one."""
IdempotencyKey = Annotated[str, MinLen(1), MaxLen(128), PLAIN]
"""What makes repeated requests one; the client chooses it."""
KeyText = Annotated[str, MinLen(1), MaxLen(256), PLAIN]
"""An attribute of the key at which a list continues: of at most 1,024 bytes, as a sort key."""

Day = Annotated[date, Years(1970, 2099)]
"""A day in a request."""

Country = Annotated[str, MinLen(2), MaxLen(2), Matches("^[A-Z]{2}$")]
"""The country to ship to: ISO 3166-1 alpha-2."""

Quantity = Annotated[int, Ge(1), Le(1_000)]
"""The quantity of a line."""
Units = Annotated[int, Ge(1), Le(MAX_LINES * 1_000)]
"""The sum of the quantities of all lines."""
Cents = Annotated[int, Ge(0), Le(100_000_000)]
"""A price, in cents."""
TotalCents = Annotated[int, Ge(0), Le(MAX_LINES * 1_000 * 100_000_000)]
"""The sum of quantity times price of all lines, in cents."""

Reason = Annotated[str, MinLen(1), MaxLen(500)]
"""Why it failed, in a sentence that the customer may read."""
Moment = Annotated[
    str,
    MinLen(24),
    MaxLen(24),
    Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$"),
]
"""A time in UTC, to the millisecond: ``2026-11-21T12:00:00.000Z``."""
