"""Rules of a Choice state, with the operators that ``components.workflow.choice`` renders."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tests.simulator.failures import Unsupported
from tests.simulator.paths import is_present, read


def holds(rule: Mapping[str, Any], data: Any, context: Any) -> bool:
    """Whether a rule of a Choice matches the data; ``Unsupported`` for another operator."""
    if "And" in rule:
        return all(holds(each, data, context) for each in rule["And"])
    if "Or" in rule:
        return any(holds(each, data, context) for each in rule["Or"])
    if "Not" in rule:
        return not holds(rule["Not"], data, context)
    [operator] = rule.keys() - {"Variable", "Next"}
    operand = rule[operator]
    if operator == "IsPresent":
        return is_present(rule["Variable"], data, context) is operand
    value = read(rule["Variable"], data, context)
    if operator.endswith("Path"):
        operator, operand = operator.removesuffix("Path"), read(operand, data, context)
    if operator not in OPERATORS:
        raise Unsupported(f"the simulator does not support the operator {operator}")
    return OPERATORS[operator](value, operand)


def _of(kind: Callable[[Any], Any], compare: Callable[[Any, Any], bool]) -> Any:
    """A comparison of two values of one kind; false if either is of another kind."""

    def compared(value: Any, operand: Any) -> bool:
        one, other = kind(value), kind(operand)
        return one is not None and other is not None and compare(one, other)

    return compared


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _timestamp(value: Any) -> datetime | None:
    try:
        timestamp = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return timestamp if timestamp.tzinfo else None


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "StringEquals": _of(_text, lambda a, b: a == b),
    "StringMatches": _of(_text, fnmatch.fnmatchcase),
    "BooleanEquals": _of(_boolean, lambda a, b: a == b),
    "NumericEquals": _of(_number, lambda a, b: a == b),
    "NumericLessThan": _of(_number, lambda a, b: a < b),
    "NumericLessThanEquals": _of(_number, lambda a, b: a <= b),
    "NumericGreaterThan": _of(_number, lambda a, b: a > b),
    "NumericGreaterThanEquals": _of(_number, lambda a, b: a >= b),
    "TimestampLessThan": _of(_timestamp, lambda a, b: a < b),
    "IsNull": lambda value, operand: (value is None) is operand,
}
