"""Limits: raises an error for a number outside the limits of AWS or of a component."""

from __future__ import annotations


def within(name: str, value: int, limits: tuple[int, int], unit: str = "") -> None:
    """Raise ``ValueError`` for a value outside ``limits``; both limits are allowed."""
    low, high = limits
    if not low <= value <= high:
        span = f"{low} and {high} {unit}".rstrip()
        raise ValueError(f"{name} must be between {span}, got {value}")
