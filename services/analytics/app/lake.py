"""The tables of the data lake: their rows, and where their objects are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.analytics import ItemClicked
from contracts.columns import columns_of
from contracts.event import Message
from contracts.orders import OrderConfirmed

# The folder of the raw zone in which records arrive, and that of records that are no rows; below
# each is a folder for each table.
INCOMING, ERRORS = "incoming/", "errors/"


@dataclass(frozen=True)
class Rows:
    """A table: a row is the data of a message, which has ``day`` among its fields.

    A row may be there twice, since messages arrive at least once.
    """

    table: str
    contract: type[Message]
    day: str

    @property
    def columns(self) -> Mapping[str, str]:
        """The Glue types by column."""
        return columns_of(self.contract)

    @property
    def incoming(self) -> str:
        """Where its records arrive in the raw zone."""
        return f"{INCOMING}{self.table}/"

    @property
    def files(self) -> str:
        """Where its files are in the processed zone."""
        return f"{self.table}/"

    @property
    def errors(self) -> str:
        """Where its records are that are no rows."""
        return f"{ERRORS}{self.table}/"

    def day_of(self, row: Mapping[str, Any]) -> date:
        """The day whose folder holds a row."""
        return row[self.day]  # type: ignore[no-any-return]


PURCHASES = Rows("purchases", OrderConfirmed, "ordered_on")
CLICKS = Rows("clicks", ItemClicked, "clicked_on")

TABLES = (PURCHASES, CLICKS)


def of_folder(key: str, *, below: str = "") -> Rows | None:
    """The table whose folder holds the object of a key; None for any other key."""
    folder = key.removeprefix(below).partition("/")[0] if key.startswith(below) else ""
    return next((rows for rows in TABLES if rows.table == folder), None)
