"""Branches: Parallel runs several branches at once, Map runs one for each item of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.access import Access
from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry, caught, check_order
from components.workflow.states import leads, paths

# An inline Map runs no more iterations at once; AWS accepts a higher number and does not use it.
MAX_CONCURRENCY = 40


@dataclass(frozen=True, kw_only=True)
class Parallel:
    """Runs all branches at once, on the same input; its result is the list of their outputs, in
    order. A branch that fails stops the others and fails the state.
    """

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    branches: tuple[Definition, ...]
    """The branches; at least two."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    retry: tuple[Retry, ...] = ()
    """Retries of the whole state. None if not given: the tasks inside have retries of their own."""

    catch: tuple[Catch, ...] = ()
    """Where errors lead to, once the retries are used up."""

    result_selector: Mapping[str, Any] | None = None
    """Builds the result from the list of outputs, in Amazon States Language."""

    result_path: str | None = "$"
    """Where in the input the result is put; ``None`` drops it and passes the input on."""

    def __post_init__(self) -> None:
        if len(self.branches) < 2:
            raise ValueError(
                f"{self.name}: branches must be at least 2 to run in parallel, "
                f"got {len(self.branches)}"
            )
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants that the tasks in its branches need."""
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
    """Runs one branch for every item of a list (an inline Map); its result is the list of outputs,
    in order.
    """

    name: str = field(kw_only=False)
    """The state's name, unique in the workflow; 1 to 80 characters."""

    items: str
    """Path of the list in the input, as ``$.items``."""

    each: Definition
    """The branch that runs for an item."""

    max_concurrency: int
    """How many iterations run at the same time; 1 to 40."""

    next: str | None = None
    """The state that follows; the execution or branch ends here if not given."""

    item_selector: Mapping[str, Any] | None = None
    """Builds the input of an iteration, with the item as ``$$.Map.Item.Value``; the input is the
    item if not given."""

    retry: tuple[Retry, ...] = ()
    """Retries of the whole state. None if not given: the tasks inside have retries of their own."""

    catch: tuple[Catch, ...] = ()
    """Where errors lead to, once the retries are used up."""

    result_selector: Mapping[str, Any] | None = None
    """Builds the result from the list of outputs, in Amazon States Language."""

    result_path: str | None = "$"
    """Where in the input the result is put; ``None`` drops it and passes the input on."""

    def __post_init__(self) -> None:
        if not 1 <= self.max_concurrency <= MAX_CONCURRENCY:
            raise ValueError(
                f"{self.name}: max_concurrency must be between 1 and {MAX_CONCURRENCY}, "
                f"got {self.max_concurrency}"
            )
        if not self.items.startswith("$"):
            raise ValueError(f"{self.name}: items must be a path such as $.items, got {self.items}")
        check_order(self.name, self.retry)
        check_order(self.name, self.catch)

    @property
    def uses(self) -> tuple[Access, ...]:
        """The grants that the tasks of an iteration need."""
        return self.each.uses

    def render(self) -> dict[str, Any]:
        """The state in Amazon States Language."""
        selector = {} if self.item_selector is None else {"ItemSelector": self.item_selector}
        return {
            "Type": "Map",
            "ItemsPath": self.items,
            "MaxConcurrency": self.max_concurrency,
            **selector,
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **self.each.render()},
            **_handled(self.retry, self.catch),
            **paths("$", self.result_selector, self.result_path, "$"),
            **leads(self.next),
        }


def _handled(retry: tuple[Retry, ...], catch: tuple[Catch, ...]) -> dict[str, Any]:
    """The handlers of a state that retries nothing by default."""
    again = {"Retry": [each.render() for each in retry]} if retry else {}
    return {**again, "Catch": caught(catch)} if catch else again
