"""Limits: raises an error for an argument outside the limits of AWS or of a component."""

from __future__ import annotations


def within(name: str, value: int, limits: tuple[int, int], unit: str = "") -> None:
    """Raise ``ValueError`` for a value outside ``limits``; both limits are allowed."""
    low, high = limits
    if not low <= value <= high:
        span = f"{low} and {high} {unit}".rstrip()
        raise ValueError(f"{name} must be between {span}, got {value}")


def exactly_one(owner: str, **given: object) -> str:
    """The name of the one value that is given; raises ``ValueError`` for none or several."""
    names = [name for name, value in given.items() if value is not None]
    if len(names) != 1:
        raise ValueError(
            f"{owner} must have one of {', '.join(given)}; got {' and '.join(names) or 'none'}"
        )
    return names[0]
