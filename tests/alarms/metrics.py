"""Metrics: what an alarm sees of the samples of its metrics, period by period."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Values by namespace and name, each at a time in seconds.
Sample = tuple[float, float]
Series = dict[int, float]

STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Maximum": max,
    "p99": lambda values: sorted(values)[math.ceil(0.99 * len(values)) - 1],
}


@dataclass
class Samples:
    """The samples of one resource of each kind; a name without samples has no data."""

    of: dict[tuple[str, str], list[Sample]] = field(default_factory=lambda: defaultdict(list))

    def add(self, at: float, namespace: str, **values: float) -> None:
        """One sample of several metrics of a namespace."""
        for name, value in values.items():
            self.of[namespace, name].append((at, value))

    def series(self, metric: tuple[str, str], statistic: str, period: int) -> Series:
        """A metric's data points by the number of their period; periods begin at multiples."""
        values: dict[int, list[float]] = defaultdict(list)
        for at, value in self.of.get(metric, ()):
            values[int(at // period)].append(value)
        return {number: STATISTICS[statistic](each) for number, each in values.items()}


def period_of(alarm: Mapping[str, Any]) -> int:
    """The length of an alarm's periods in seconds; all metrics of an expression must share it."""
    queries = [query["metric"] for query in alarm.get("metricQueries", ()) if query.get("metric")]
    [period] = {int(metric["period"]) for metric in queries or [alarm]}
    return period


def data_points(alarm: Mapping[str, Any], samples: Samples) -> Series:
    """The data points of an alarm's metric or expression."""
    period = period_of(alarm)
    if "metricQueries" not in alarm:
        statistic = alarm.get("extendedStatistic") or alarm["statistic"]
        return samples.series((alarm["namespace"], alarm["metricName"]), statistic, period)
    series = {
        query["id"]: samples.series(
            (query["metric"]["namespace"], query["metric"]["metricName"]),
            query["metric"]["stat"],
            period,
        )
        for query in alarm["metricQueries"]
        if query.get("metric")
    }
    [expression] = [q["expression"] for q in alarm["metricQueries"] if q.get("expression")]
    return _calculated(expression, series)


def _calculated(expression: str, series: Mapping[str, Series]) -> Series:
    """The time series of an expression of ``SUM([…])``, ``MAX([…])`` and arithmetic.

    ``SUM`` and ``MAX`` of an array take the series that have a data point at a time, and have none
    where none has. For arithmetic, which AWS documents to take 0 for a missing value, a missing
    value makes the result missing here: an alarm must not depend on it.
    """
    found: Series = {}
    code = compile(re.sub(r"\b(SUM|MAX)\(", r"\1_(", expression), "expression", "eval")
    for number in sorted({each for one in series.values() for each in one}):
        values: dict[str, Any] = {name: one.get(number, math.nan) for name, one in series.items()}
        values |= {"SUM_": _present(sum), "MAX_": _present(max)}
        try:
            value = eval(code, {"__builtins__": {}}, values)  # expressions of this repository only
        except ZeroDivisionError:  # AWS drops such a data point
            continue
        if not math.isnan(value):
            found[number] = value
    return found


def _present(function: Callable[[Sequence[float]], float]) -> Callable[[Sequence[float]], float]:
    def over(values: Sequence[float]) -> float:
        present = [value for value in values if not math.isnan(value)]
        return function(present) if present else math.nan

    return over
