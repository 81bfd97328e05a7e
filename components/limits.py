"""Limits: refuses a number that AWS, or good sense, would not take."""

from __future__ import annotations


def within(name: str, value: int, limits: tuple[int, int], unit: str = "") -> None:
    """Raise ``ValueError`` for a value that lies outside its limits, which are allowed both."""
    low, high = limits
    if not low <= value <= high:
        span = f"{low} and {high} {unit}".rstrip()
        raise ValueError(f"{name} must be between {span}, got {value}")
