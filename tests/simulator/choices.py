"""The rules of a Choice, over the operators that the builder can say."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tests.simulator.failures import Unknown
from tests.simulator.paths import is_present, read


def holds(rule: Mapping[str, Any], data: Any, context: Any) -> bool:
    """Whether a rule of a Choice applies to the data."""
    if "And" in rule:
        return all(holds(each, data, context) for each in rule["And"])
    if "Or" in rule:
        return any(holds(each, data, context) for each in rule["Or"])
    if "Not" in rule:
        return not holds(rule["Not"], data, context)
    [operator] = rule.keys() - {"Variable", "Next"}
    wanted = rule[operator]
    if operator == "IsPresent":
        return is_present(rule["Variable"], data, context) is wanted
    value = read(rule["Variable"], data, context)
    if operator.endswith("Path"):
        operator, wanted = operator.removesuffix("Path"), read(wanted, data, context)
    if operator not in OPERATORS:
        raise Unknown(f"the simulator does not know the operator {operator}")
    return OPERATORS[operator](value, wanted)


def _of(kind: Callable[[Any], Any], compare: Callable[[Any, Any], bool]) -> Any:
    """A comparison that does not hold between values of other kinds."""

    def compared(value: Any, wanted: Any) -> bool:
        one, other = kind(value), kind(wanted)
        return one is not None and other is not None and compare(one, other)

    return compared


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "StringEquals": _of(_text, lambda a, b: a == b),
    "StringMatches": _of(_text, fnmatch.fnmatchcase),
    "BooleanEquals": _of(_truth, lambda a, b: a == b),
    "NumericEquals": _of(_number, lambda a, b: a == b),
    "NumericLessThan": _of(_number, lambda a, b: a < b),
    "NumericLessThanEquals": _of(_number, lambda a, b: a <= b),
    "NumericGreaterThan": _of(_number, lambda a, b: a > b),
    "NumericGreaterThanEquals": _of(_number, lambda a, b: a >= b),
    "TimestampLessThan": _of(_moment, lambda a, b: a < b),
    "IsNull": lambda value, wanted: (value is None) is wanted,
}
