"""Timeline: evaluates an alarm every minute, and says when it first goes to ALARM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.alarms.evaluation import Condition, State, evaluate
from tests.alarms.metrics import Samples, data_points, period_of

MINUTE = 60

# CloudWatch evaluates once a minute. How late a data point is differs by service; two minutes are
# more than SQS, Lambda and metrics from logs usually take.
DELAY_SECONDS = 120

# By the documentation's example, five data points are retrieved for three evaluation periods.
EXTRA_POINTS = 2


def first_alarm(
    alarm: Mapping[str, Any], samples: Samples, until: float, extra: int = EXTRA_POINTS
) -> float | None:
    """The second at which an alarm goes to ALARM, or None if it does not before ``until``.

    A period counts when it has ended and its data has arrived: the later of what is possible.
    """
    condition, period = Condition.of(alarm), period_of(alarm)
    points = data_points(alarm, samples)
    state: State = "OK"
    for now in range(0, int(until), MINUTE):
        last = int((now - DELAY_SECONDS) // period)
        numbers = range(last - condition.periods - extra, last)
        state = evaluate(condition, [points.get(number) for number in numbers], state)
        if state == "ALARM":
            return now
    return None
