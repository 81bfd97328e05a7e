"""Estimate: what the resources of a preview cost in a month, at the second volume of a usage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from cost.always import always
from cost.bill import Bill
from cost.compare import CENT
from cost.documents import is_hidden
from cost.flow import Flow
from cost.free_types import FREE
from cost.planned import Planned
from cost.prices import Prices
from cost.routes import by_api
from cost.stack import Plain, Stack
from cost.usage import Usage, only
from cost.used import used


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A bill, and what it does not have."""

    bill: Bill
    volume: str
    """The name of the volume."""

    units: float
    change: Mapping[str, float] | None
    """Dollars more than what is deployed by service; None where nothing was compared."""

    unpriced: tuple[str, ...]
    """Types that cost something and meters, without a price."""

    absent: tuple[str, ...]
    """What the usage names and the plan does not have."""

    hidden: int
    """Resources whose documents are known only once they are deployed."""


def estimate(
    planned: Planned,
    usage: Usage,
    prices: Prices,
    *,
    service: Callable[[Plain], str],
    services: Collection[str] | None,
) -> Estimate:
    """Of some services, or of all; events are followed through all that is planned."""
    of_name = {each.name: service(each) for each in (*(planned.before or ()), *planned.after)}
    scope = _Scope(usage, prices, of_name, services)
    after = scope.counted(planned.after)
    change = None
    if planned.before is not None:
        change = _change(scope.counted(planned.before).bill, after.bill, of_name)
    return Estimate(
        bill=after.bill,
        volume=scope.volume,
        units=usage.volumes[scope.volume],
        change=change,
        unpriced=tuple(sorted(after.unpriced)),
        absent=tuple(after.absent),
        hidden=sum(is_hidden(each) for each in planned.after if scope.has(each.name)),
    )


@dataclass(frozen=True)
class _Counted:
    """A bill, what has no price, and what of the usage is not there."""

    bill: Bill
    unpriced: set[str]
    absent: list[str]


@dataclass(frozen=True)
class _Scope:
    """Which services are counted, and how."""

    usage: Usage
    prices: Prices
    of_name: Mapping[str, str]
    services: Collection[str] | None

    @property
    def volume(self) -> str:
        return list(self.usage.volumes)[1]

    def has(self, name: str) -> bool:
        """Whether a resource is of the services."""
        return self.services is None or self.of_name[name] in self.services

    def counted(self, resources: Iterable[Plain]) -> _Counted:
        stack = Stack(resources)
        present, absent = only(self.usage, stack, by_api(stack))
        flow = Flow(stack, present, self.usage.volumes[self.volume])
        lines = [each for each in (*always(stack), *used(flow)) if self.has(each.resource)]
        priced = tuple(each for each in lines if each.meter in self.prices.each)
        meters = {each.meter for each in lines} - set(self.prices.each)
        names = {each.resource for each in lines}
        others = [each for each in stack.all if self.has(each.name) and each.name not in names]
        types = {each.type for each in others if _costs(each.type)}
        return _Counted(Bill(lines=priced, prices=self.prices), meters | types, absent)


def _costs(kind: str) -> bool:
    # Types of providers have a module with a slash, components have none.
    return "/" in kind and kind not in FREE


def _change(before: Bill, after: Bill, of_name: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for sign, bill in ((-1, before), (1, after)):
        for name, dollars in bill.by_resource().items():
            found[of_name[name]] += sign * dollars
    kept = [(name, dollars) for name, dollars in found.items() if abs(dollars) >= CENT]
    return dict(sorted(kept, key=lambda each: (-abs(each[1]), each[0])))
