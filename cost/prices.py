"""Prices: a dated table in one file, by region, which another file may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "prices.yaml"
PARTS = ("date", "sources", "base", "regions", "free")
# A year after its date a table is old: most prices of AWS have stood for longer.
OLD_DAYS = 365


class PriceError(ValueError):
    """A price that the table does not have, or a table that is none."""


@dataclass(frozen=True, kw_only=True)
class Prices:
    """US dollars for one unit, and units that are free each month, in one region on one day."""

    region: str
    day: date
    each: Mapping[str, float]
    free: Mapping[str, float]

    def of(self, meter: str) -> float:
        """The price of a unit; raises ``PriceError`` where there is none."""
        if meter not in self.each:
            raise PriceError(f"the price table of {self.day} has no {meter}: give it by --prices")
        return self.each[meter]

    def age(self, today: date) -> str:
        """The date of the table, with a warning when it is old."""
        days = (today - self.day).days
        old = f", {days} days old: check it before you rely on it" if days > OLD_DAYS else ""
        return f"prices of {self.day} in {self.region}{old}"


def load(region: str, changes: Path | None = None) -> Prices:
    """The prices of a region; ``changes`` is a file of the same form whose parts win.

    Raises ``PriceError`` for a region without prices, and for a file with unknown parts.
    """
    table = _read(TABLE)
    if changes is not None:
        other = _read(changes)
        for part in ("base", "regions", "free", "sources"):
            table[part] = {**table[part], **other.get(part, {})}
        table["date"] = other.get("date", table["date"])
    if region not in table["regions"]:
        known = ", ".join(sorted(table["regions"]))
        raise PriceError(f"no prices of {region}: there are those of {known}; give --prices")
    each = {**table["base"], **table["regions"][region]}
    numbers = {meter: float(price) for meter, price in each.items()}
    free = {meter: float(units) for meter, units in table["free"].items()}
    return Prices(region=region, day=table["date"], each=numbers, free=free)


def _read(file: Path) -> dict[str, Any]:
    table = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(table, dict) or (unknown := set(table) - set(PARTS)):
        raise PriceError(f"{file}: a price table has {', '.join(PARTS)}, got {unknown or table!r}")
    return table


def pool(meter: str) -> str:
    """The meter whose free units one shares: those of Lambda and SQS are for all kinds."""
    if meter.startswith("lambda-gb-seconds"):
        return "lambda-gb-seconds"
    return "sqs-requests" if meter == "sqs-fifo-requests" else meter
