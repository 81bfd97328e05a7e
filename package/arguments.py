"""Arguments: from what a program in any language gave to what the components take.

They arrive as floats, lists and dicts, under the names of this package's typed dictionaries.
Errors name an argument as the program wrote it, in camelCase.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Required, get_args, get_origin, is_typeddict

import pulumi

PLAIN = (str, int, float, bool)


def given(kind: type, args: Mapping[str, Any], *without: str) -> dict[str, Any]:
    """The arguments of a typed dictionary that were given, but for some.

    Raises ``ValueError`` for a fraction where a whole number is asked for, and for an output where
    the value must be known before anything is deployed.
    """
    hints = _hints(kind)
    return {
        name: _value(name, value, hints[name])
        for name, value in args.items()
        if name not in without
    }


def whole_numbers(value: Any) -> Any:
    """A document in which 3.0 is 3 again: in the JSON that AWS reads they differ."""
    if isinstance(value, Mapping):
        return {key: whole_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [whole_numbers(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@contextmanager
def named_as_written(kind: type) -> Iterator[None]:
    """Turn the names of arguments into camelCase in the message of a ``ValueError``."""
    try:
        yield
    except ValueError as error:
        known = set(_names(kind))
        message = re.sub(
            r"\b[a-z]+(?:_[a-z0-9]+)+\b",
            lambda word: camel_case(word[0]) if word[0] in known else word[0],
            str(error),
        )
        raise ValueError(message) from None


def camel_case(name: str) -> str:
    """``batch_size`` as programs write it: ``batchSize``."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _names(kind: type) -> Iterator[str]:
    """The names of all arguments, those of nested dictionaries too."""
    for name, hint in _hints(kind).items():
        yield name
        for inner in (hint, *get_args(hint)):
            if is_typeddict(inner):
                yield from _names(inner)


def _hints(kind: type) -> dict[str, Any]:
    """The type of each argument, whether it is required or not."""
    written: dict[str, Any] = inspect.get_annotations(kind)
    required: Any = Required
    return {
        name: get_args(hint)[0] if get_origin(hint) is required else hint
        for name, hint in written.items()
    }


def _value(name: str, value: Any, hint: Any) -> Any:
    if hint in PLAIN and isinstance(value, pulumi.Output):
        raise ValueError(f"{name} must be a plain value, got an output of another resource")
    if hint is int:
        if value != int(value):
            raise ValueError(f"{name} must be a whole number, got {value:g}")
        return int(value)
    return tuple(value) if isinstance(value, list) else value
