"""Intrinsic functions such as ``States.Format('{}', $.x)``, also nested."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from tests.simulator.failures import Failed, Unsupported
from tests.simulator.paths import read

FAILURE = "States.IntrinsicFailure"
PATH = re.compile(r"\${1,2}(?:\.\w[\w-]*|\[(?:\d+|\*|'[^']+')\])*")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'")
NAME = re.compile(r"States\.(\w+)\(")
CONSTANTS = {"null": None, "true": True, "false": False}


def is_intrinsic(expression: str) -> bool:
    """Whether an expression calls an intrinsic function; it is a path otherwise."""
    return expression.startswith("States.")


def evaluate(expression: str, data: Any, context: Any) -> Any:
    """The result of an expression that calls an intrinsic function."""
    value, rest = _value(expression, data, context)
    if rest:
        raise Unsupported(f"{expression}: nothing may follow, got {rest}")
    return value


def _value(text: str, data: Any, context: Any) -> tuple[Any, str]:
    """The value at the beginning of a text, and the rest of the text."""
    text = text.lstrip()
    if call := NAME.match(text):
        return _call(call[1], text[call.end() :], data, context)
    if path := PATH.match(text):
        return read(path[0], data, context), text[path.end() :].lstrip()
    if quoted := TEXT.match(text):
        return _plain(quoted[1]), text[quoted.end() :].lstrip()
    if number := NUMBER.match(text):
        return json.loads(number[0]), text[number.end() :].lstrip()
    for word, constant in CONSTANTS.items():
        if text.startswith(word):
            return constant, text[len(word) :].lstrip()
    raise Unsupported(f"the simulator cannot read {text!r} as an argument")


def _call(name: str, text: str, data: Any, context: Any) -> tuple[Any, str]:
    if name not in FUNCTIONS:
        raise Unsupported(f"the simulator does not support States.{name}")
    arguments: list[Any] = []
    text = text.lstrip()
    while not text.startswith(")"):
        value, text = _value(text, data, context)
        arguments.append(value)
        if text.startswith(","):
            text = text[1:]
        elif not text.startswith(")"):
            raise Unsupported(f"States.{name}: a comma or a bracket must follow, got {text!r}")
    try:
        return FUNCTIONS[name](*arguments), text[1:].lstrip()
    except (TypeError, ValueError, IndexError) as wrong:
        raise Failed(FAILURE, f"States.{name}: {wrong}") from wrong


def _plain(quoted: str) -> str:
    """A quoted text without its escapes, except those of braces, which ``States.Format`` reads."""
    return re.sub(r"\\(['\\])", r"\1", quoted)


def _format(template: str, *values: Any) -> str:
    parts = re.split(r"(?<!\\)\{\}", template)
    if len(parts) - 1 != len(values):
        raise ValueError(f"{template!r} takes {len(parts) - 1} values, got {len(values)}")
    texts = [value if isinstance(value, str) else _json(value) for value in values]
    return re.sub(r"\\([{}])", r"\1", "".join(map("".join, zip(parts, [*texts, ""], strict=True))))


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _merge(first: dict[str, Any], second: dict[str, Any], deep: bool) -> dict[str, Any]:
    if deep:
        raise ValueError("only shallow merges are supported")
    return {**first, **second}


def _partition(array: list[Any], size: int) -> list[list[Any]]:
    return [array[start : start + size] for start in range(0, len(array), size)]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Format": _format,
    "Array": lambda *values: list(values),
    "ArrayLength": lambda array: len(array),
    "ArrayGetItem": lambda array, place: array[place],
    "ArrayContains": lambda array, value: value in array,
    "ArrayPartition": _partition,
    "ArrayRange": lambda first, last, step: list(range(first, last + 1, step)),
    "ArrayUnique": lambda array: [v for n, v in enumerate(array) if v not in array[:n]],
    "Base64Encode": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64Decode": lambda text: base64.b64decode(text).decode(),
    "Hash": lambda text, name: hashlib.new(name.replace("-", ""), text.encode()).hexdigest(),
    "JsonMerge": _merge,
    "JsonToString": _json,
    "StringToJson": json.loads,
    "StringSplit": lambda text, by: [part for part in re.split(f"[{re.escape(by)}]", text) if part],
    "MathAdd": lambda one, other: one + other,
    "UUID": lambda: str(uuid.uuid4()),
}
