"""Evaluation: the state that CloudWatch gives an alarm for its most recent data points.

After "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data", whose tables
are the tests of this module:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Treatment = Literal["missing", "ignore", "breaching", "notBreaching"]

OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
WITHOUT_DATA: dict[Treatment, State | None] = {
    "missing": "INSUFFICIENT_DATA",
    "ignore": None,
    "breaching": "ALARM",
    "notBreaching": "OK",
}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """When an alarm goes to ALARM: ``needed`` of ``periods`` data points breach the threshold."""

    periods: int
    needed: int
    operator: str
    threshold: float
    missing: Treatment

    @classmethod
    def of(cls, alarm: Mapping[str, Any]) -> Condition:
        """The condition in the inputs of an ``aws.cloudwatch.MetricAlarm``."""
        periods = int(alarm["evaluationPeriods"])
        return cls(
            periods=periods,
            needed=int(alarm.get("datapointsToAlarm") or periods),
            operator=alarm["comparisonOperator"],
            threshold=alarm["threshold"],
            missing=alarm.get("treatMissingData", "missing"),
        )

    def breaches(self, value: float) -> bool:
        """Whether a data point is on the wrong side of the threshold."""
        return OPERATORS[self.operator](value, self.threshold)


def evaluate(condition: Condition, points: Sequence[float | None], current: State) -> State:
    """The state after one evaluation.

    ``points`` are the data points of the evaluation range, oldest first, None where one is missing.
    Missing ones are filled in only as far as there are fewer real ones than evaluation periods.
    """
    real = [condition.breaches(point) for point in points if point is not None]
    if not real:
        return WITHOUT_DATA[condition.missing] or current
    if len(real) >= condition.periods:
        return "ALARM" if sum(real[-condition.periods :]) >= condition.needed else "OK"
    filled = condition.periods - len(real) if condition.missing == "breaching" else 0
    if sum(real) + filled >= condition.needed:
        return "ALARM"
    if condition.missing in ("breaching", "notBreaching") or not all(real):
        return "OK"
    return _without_enough(condition, points, current)


def _without_enough(condition: Condition, points: Sequence[float | None], current: State) -> State:
    """Too few data points, all breaching: ALARM only once the oldest is ``needed`` periods old, as
    the next one may not breach.
    """
    oldest = next(age for age, point in enumerate(points) if point is not None)
    is_old = len(points) - oldest >= condition.needed
    return "ALARM" if is_old and condition.missing == "missing" else current
