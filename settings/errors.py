"""Errors: what is wrong with a stage's file, in one line for each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pulumi
from pydantic import BaseModel, ValidationError


class SettingsError(pulumi.RunError, ValueError):
    """A stage's file has a wrong value; the message names file, key, limits and what was given.

    Pulumi prints the message of a ``RunError`` alone, without a traceback.
    """


Models: TypeAlias = Mapping[str, type[BaseModel]]


def problems(
    error: ValidationError, prefix: str, model: type[BaseModel], parts: Models
) -> list[str]:
    """One line for each wrong key of ``model``; ``parts`` are the models of nested keys."""
    return [_line(problem, prefix, model, parts) for problem in error.errors()]


def _line(problem: Any, prefix: str, model: type[BaseModel], parts: Models) -> str:
    key = ".".join([prefix, *[str(part) for part in problem["loc"]]])
    if problem["type"] == "extra_forbidden":
        within = parts.get(str(problem["loc"][0]), model)
        fields = within.model_fields if len(problem["loc"]) > 1 else model.model_fields
        known = ", ".join(name for name in fields if name != "stage")
        return f"{key}: unknown key (given {problem['input']!r}); known are {known}"
    if problem["type"] == "missing":
        return f"{key}: missing; this setting has no default"
    reason = problem["msg"].removeprefix("Value error, ")
    return f"{key}: {reason[0].lower()}{reason[1:]}; given {problem['input']!r}"
