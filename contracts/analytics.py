"""Contracts of analytics: the clicks that it accepts, and their records in its stream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from contracts.contract import Contract
from contracts.event import Message
from contracts.field_types import ItemId, Moment, UserId
from contracts.limits import MaxLen, MinLen

ClickAction = Literal["viewed", "added", "removed"]
"""What a user did with an item: looked at it, put it into the basket, took it out again."""

# A page sends what it has collected for some seconds; a call to Kinesis takes 500 records.
MAX_CLICKS = 100


@dataclass(frozen=True, kw_only=True)
class Click(Contract):
    """What a user did with an item, in a request."""

    item_id: ItemId
    action: ClickAction


@dataclass(frozen=True, kw_only=True)
class RecordClicks(Contract):
    """The body of ``POST /clicks``: what a page has collected, in order."""

    clicks: Annotated[tuple[Click, ...], MinLen(1), MaxLen(MAX_CLICKS)]


@dataclass(frozen=True, kw_only=True)
class ItemClicked(Message):
    """A click, as a record of the stream of analytics."""

    click_id: Annotated[str, MinLen(36), MaxLen(36)]
    """Identifies the click, however often its record is read."""
    user_id: UserId
    """Who clicked."""
    item_id: ItemId
    """What was clicked."""
    action: ClickAction
    """What the user did with it."""
    clicked_on: date
    """The day of the click, in UTC."""
    clicked_at: Moment
    """When the request arrived."""
