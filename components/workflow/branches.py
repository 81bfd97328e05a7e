"""Branches: several things at once, or the same for each of many items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.access import Access
from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry, caught, check_order
from components.workflow.states import leads, paths

# An inline Map runs no more than that at once; AWS takes more and does not do it.
MOST_AT_ONCE = 40


@dataclass(frozen=True, kw_only=True)
class Parallel:
    """Runs all branches on the same input; the result is the list of what they gave, in order.

    One branch that fails stops the others and fails the state.
    """

    name: str = field(kw_only=False)
    branches: tuple[Definition, ...]
    next: str | None = None
    retry: tuple[Retry, ...] = ()
    catch: tuple[Catch, ...] = ()
    result_selector: Mapping[str, Any] | None = None
    result_path: str | None = "$"

    def __post_init__(self) -> None:
        if len(self.branches) < 2:
            raise ValueError(
                f"{self.name}: branches must be at least 2 to run side by side, "
                f"got {len(self.branches)}"
            )
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """What its branches need to be allowed."""
        return tuple(access for branch in self.branches for access in branch.uses)

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        return {
            "Type": "Parallel",
            "Branches": [branch.render() for branch in self.branches],
            **_handled(self.retry, self.catch),
            **paths("$", self.result_selector, self.result_path, "$"),
            **leads(self.next),
        }


@dataclass(frozen=True, kw_only=True)
class Map:
    """Runs ``each`` for every entry of the list at ``items``, at most ``at_once`` side by side.

    Each gets its entry, or what ``item_selector`` makes of it (``$$.Map.Item.Value``).
    """

    name: str = field(kw_only=False)
    items: str
    each: Definition
    at_once: int
    next: str | None = None
    item_selector: Mapping[str, Any] | None = None
    retry: tuple[Retry, ...] = ()
    catch: tuple[Catch, ...] = ()
    result_selector: Mapping[str, Any] | None = None
    result_path: str | None = "$"

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= MOST_AT_ONCE:
            raise ValueError(
                f"{self.name}: at_once must be between 1 and {MOST_AT_ONCE}, got {self.at_once}"
            )
        if not self.items.startswith("$"):
            raise ValueError(f"{self.name}: items must be a path such as $.items, got {self.items}")
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """What the work on an item needs to be allowed."""
        return self.each.uses

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        selector = {} if self.item_selector is None else {"ItemSelector": self.item_selector}
        return {
            "Type": "Map",
            "ItemsPath": self.items,
            "MaxConcurrency": self.at_once,
            **selector,
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **self.each.render()},
            **_handled(self.retry, self.catch),
            **paths("$", self.result_selector, self.result_path, "$"),
            **leads(self.next),
        }


def _handled(retry: tuple[Retry, ...], catch: tuple[Catch, ...]) -> dict[str, Any]:
    """Nothing is tried again unasked: the tasks inside have retries of their own."""
    again = {"Retry": [each.render() for each in retry]} if retry else {}
    return {**again, "Catch": caught(catch)} if catch else again
