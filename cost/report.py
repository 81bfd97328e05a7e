"""Report: bills as text, JSON and Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from cost.bill import Bill
from cost.prices import Prices
from cost.reference import references, totals
from cost.usage import Usage

DEAREST = 10


def rows(bills: Mapping[str, Bill]) -> list[tuple[str, list[float]]]:
    """Dollars a month at each volume: what is always on, what is used, free, in all."""
    found: list[tuple[str, list[float]]] = []
    for title, always in (("always on", True), ("used", False)):
        parts = [bill.by_service(always=always) for bill in bills.values()]
        found.append((title, [sum(part.values()) for part in parts]))
        for service in sorted(
            set().union(*parts), key=lambda name: (-parts[-1].get(name, 0), name)
        ):
            found.append((f"  {service}", [part.get(service, 0) for part in parts]))
    found.append(("total", [bill.total for bill in bills.values()]))
    found.append(("free tier", [-bill.free for bill in bills.values()]))
    found.append(("after the free tier", [bill.total - bill.free for bill in bills.values()]))
    return found


def text(stage: str, usage: Usage, bills: Mapping[str, Bill], today: date) -> str:
    """For a terminal."""
    prices = next(iter(bills.values())).prices
    head = [f"{name} ({volume:,.0f})" for name, volume in usage.volumes.items()]
    widths = [max(len(name), 12) for name in head]
    lines = [
        f"{stage}: US dollars a month; {prices.age(today)}",
        f"one {usage.unit}: {usage.text}",
        "",
        _line("", head, widths),
        *(_line(title, [_dollars(n) for n in found], widths) for title, found in rows(bills)),
        "",
        _line(f"used, for one {usage.unit}", _each(usage, bills), widths),
        "",
        f"the dearest resources at {list(bills)[1]}:",
        *(f"  {cost:>10,.2f}  {name}" for name, cost in _dearest(bills)),
    ]
    return "\n".join(line.rstrip() for line in lines)


def as_json(stage: str, usage: Usage, bills: Mapping[str, Bill]) -> str:
    """For programs: every line of every volume."""
    prices = next(iter(bills.values())).prices
    found = {
        "stage": stage,
        "region": prices.region,
        "pricesOf": prices.day.isoformat(),
        "unit": usage.unit,
        "volumes": {
            name: {
                "units": usage.volumes[name],
                "always": bill.always,
                "used": bill.used,
                "free": bill.free,
                "total": bill.total,
                "lines": [
                    {**vars(line), "dollars": round(bill.cost(line), 6)} for line in bill.lines
                ],
            }
            for name, bill in bills.items()
        },
    }
    return json.dumps(found, indent=2)


def markdown(stage: str, usage: Usage, bills: Mapping[str, Bill], today: date) -> str:
    """For a comment on a pull request."""
    prices = next(iter(bills.values())).prices
    head = ["", *(f"{name}: {volume:,.0f}" for name, volume in usage.volumes.items())]
    body = [[title.strip(), *map(_dollars, found)] for title, found in rows(bills)]
    return "\n".join(
        [
            f"**{stage}**, US dollars a month for so many of: {usage.unit}",
            "",
            *_table(head, body),
            "",
            f"{prices.age(today)}.",
        ]
    )


def documents(prices: Prices, today: date) -> str:
    """The workloads of the documents: stated beside computed, with what was assumed."""
    lines = [f"the documents' workloads; {prices.age(today)}", ""]
    for workload, (stated, computed) in totals(prices).items():
        lines.append(f"{workload}: stated {_dollars(stated)}, computed {_dollars(computed)}")
        for each in references(prices):
            if each.workload == workload:
                lines.append(
                    f"  {each.part}: stated {_dollars(each.stated)}, computed "
                    f"{_dollars(each.computed)} ({each.difference:+.2f}): {each.assumed}"
                )
    return "\n".join(lines)


def _dearest(bills: Mapping[str, Bill]) -> list[tuple[str, float]]:
    expected = list(bills.values())[1]
    return list(expected.by_resource().items())[:DEAREST]


def _each(usage: Usage, bills: Mapping[str, Bill]) -> list[str]:
    pairs = zip(bills.values(), usage.volumes.values(), strict=True)
    return [f"{bill.used / units:.7f}" if units else "-" for bill, units in pairs]


def _line(title: str, cells: Iterable[str], widths: Iterable[int]) -> str:
    columns = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{title:<26}{columns}"


def _dollars(amount: float) -> str:
    return f"{amount:,.4f}" if 0 < abs(amount) < 0.01 else f"{amount:,.2f}"


def _table(head: list[str], body: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *body)]
