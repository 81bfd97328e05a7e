"""Expressions: the value of CloudWatch metric math, for given values of its metrics."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from policies.framework.resource import Undecided

OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: lambda *values: all(values),
    ast.Or: lambda *values: any(values),
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ABS": abs,
    "AVG": lambda values: sum(_every(values)) / len(_every(values)),
    "FILL": lambda value, _: value,
    "IF": lambda condition, then, otherwise=None: then if condition else otherwise,
    "MAX": lambda values: max(_every(values)),
    "MIN": lambda values: min(_every(values)),
    "SUM": lambda values: sum(_every(values)),
}
# What CloudWatch writes in another way than Python.
SPELLINGS = ((r"&&|\bAND\b", " and "), (r"\|\||\bOR\b", " or "), (r"\^", "**"))


def value_of(expression: str, values: Mapping[str, float | None]) -> float | None:
    """The value, with those of the other queries by id; None where there is no data.

    Raises ``Undecided`` for an expression with more in it than arithmetic, comparisons and
    ``FUNCTIONS``.
    """
    text = expression
    for pattern, spelling in SPELLINGS:
        text = re.sub(pattern, spelling, text)
    try:
        value = _value(ast.parse(text.strip(), mode="eval").body, values)
    except (ZeroDivisionError, TypeError):
        return None
    except (SyntaxError, KeyError):
        raise Undecided(f"the pack cannot evaluate the expression {expression}") from None
    return None if value is None else float(value)


def _value(node: ast.AST, values: Mapping[str, float | None]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return values[name]
        case ast.List(elts=parts):
            return [_value(part, values) for part in parts]
        case ast.UnaryOp(op=sign, operand=operand):
            return OPERATORS[type(sign)](_value(operand, values))
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)](_value(left, values), _value(right, values))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return OPERATORS[type(sign)](_value(left, values), _value(right, values))
        case ast.BoolOp(op=sign, values=parts):
            return OPERATORS[type(sign)](*[_value(part, values) for part in parts])
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name.upper()](*[_value(each, values) for each in arguments])
    raise KeyError(type(node).__name__)


def _every(values: Any) -> list[Any]:
    """The values of a list that have data; one value is a list of itself."""
    found = values if isinstance(values, list) else [values]
    return [value for value in found if value is not None]
