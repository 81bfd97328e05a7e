"""Payload templates: the value of a key that ends in ``.$`` is a path or an intrinsic function."""

from __future__ import annotations

from typing import Any

from tests.simulator.intrinsics import evaluate, is_intrinsic
from tests.simulator.paths import read


def fill(template: Any, data: Any, context: Any) -> Any:
    """The template with its values filled in."""
    if isinstance(template, list):
        return [fill(each, data, context) for each in template]
    if not isinstance(template, dict):
        return template
    return dict(_entry(key, value, data, context) for key, value in template.items())


def _entry(key: str, value: Any, data: Any, context: Any) -> tuple[str, Any]:
    if not key.endswith(".$"):
        return key, fill(value, data, context)
    found = evaluate if is_intrinsic(value) else read
    return key[:-2], found(value, data, context)
