"""Bill: the lines of a stack at each of the three volumes of a usage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cost.always import always
from cost.flow import Flow
from cost.line import Line
from cost.prices import Prices, pool
from cost.routes import by_api
from cost.stack import Resource, Stack
from cost.usage import Usage, check, only
from cost.used import used


@dataclass(frozen=True, kw_only=True)
class Bill:
    """Lines with their prices, before and after what is free each month; in US dollars."""

    lines: tuple[Line, ...]
    prices: Prices

    def cost(self, line: Line) -> float:
        """What a line costs, before the free tier."""
        return line.quantity * self.prices.of(line.meter)

    @property
    def always(self) -> float:
        """A month without any use."""
        return sum(self.cost(line) for line in self.lines if line.always)

    @property
    def used(self) -> float:
        """What is used in a month."""
        return sum(self.cost(line) for line in self.lines if not line.always)

    @property
    def free(self) -> float:
        """What the free tier takes off, in an account that has nothing else."""
        quantities: dict[str, float] = defaultdict(float)
        costs: dict[str, float] = defaultdict(float)
        for line in self.lines:
            quantities[pool(line.meter)] += line.quantity
            costs[pool(line.meter)] += self.cost(line)
        return sum(
            costs[each] * min(1.0, self.prices.free.get(each, 0) / quantity)
            for each, quantity in quantities.items()
            if quantity
        )

    @property
    def total(self) -> float:
        """A month, before the free tier."""
        return self.always + self.used

    def by_service(self, *, always: bool) -> Mapping[str, float]:
        """By AWS service, the dearest first."""
        return self._sums(
            (line for line in self.lines if line.always == always), lambda line: line.service
        )

    def by_resource(self) -> Mapping[str, float]:
        """By resource, the dearest first."""
        return self._sums(self.lines, lambda line: line.resource)

    def _sums(self, lines: Iterable[Line], key: Callable[[Line], str]) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        for line in lines:
            found[key(line)] += self.cost(line)
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def bills(resources: Iterable[Resource], usage: Usage, prices: Prices) -> dict[str, Bill]:
    """A bill by the name of each volume; raises ``UsageError`` and ``PriceError``."""
    stack = Stack(resources)
    check(usage, stack, by_api(stack))
    return _bills(stack, usage, prices)


def bills_of_a_part(resources: Iterable[Resource], usage: Usage, prices: Prices) -> dict[str, Bill]:
    """As ``bills``, without what the usage names and the resources do not have, as an older
    revision has not.
    """
    stack = Stack(resources)
    present, _ = only(usage, stack, by_api(stack))
    return _bills(stack, present, prices)


def _bills(stack: Stack, usage: Usage, prices: Prices) -> dict[str, Bill]:
    floor = tuple(always(stack))
    return {
        name: Bill(lines=(*floor, *used(Flow(stack, usage, volume))), prices=prices)
        for name, volume in usage.volumes.items()
    }


def floor(resources: Iterable[Resource], prices: Prices) -> Bill:
    """The bill of a stack without any use."""
    return Bill(lines=tuple(always(Stack(resources))), prices=prices)
