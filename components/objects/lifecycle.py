"""Lifecycle: when objects move to cheaper storage classes, and when they are deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# The classes in the only order in which S3 moves objects, each with the days that an object is paid
# for there at least: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
MINIMUM_DAYS = {
    "STANDARD_IA": 30,
    "INTELLIGENT_TIERING": 0,
    "ONEZONE_IA": 30,
    "GLACIER_IR": 90,
    "GLACIER": 90,
    "DEEP_ARCHIVE": 180,
}
ORDER = tuple(MINIMUM_DAYS)

# S3 takes no earlier transition to these:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
INFREQUENT_ACCESS = ("STANDARD_IA", "ONEZONE_IA")
DAYS_BEFORE_INFREQUENT_ACCESS = 30


@dataclass(frozen=True, kw_only=True)
class Transition:
    """The move of an object to another storage class."""

    days: int
    """Days after the object was created or, of an old version, after it became one; 0 or more, and
    30 or more for ``STANDARD_IA`` and ``ONEZONE_IA``."""

    storage_class: str
    """``STANDARD_IA``, ``INTELLIGENT_TIERING``, ``ONEZONE_IA``, ``GLACIER_IR``, ``GLACIER`` or
    ``DEEP_ARCHIVE``."""

    def __post_init__(self) -> None:
        if self.storage_class not in MINIMUM_DAYS:
            raise ValueError(
                f"storage_class must be one of {', '.join(ORDER)}, got {self.storage_class}"
            )
        first = DAYS_BEFORE_INFREQUENT_ACCESS if self.storage_class in INFREQUENT_ACCESS else 0
        if self.days < first:
            raise ValueError(
                f"days of a transition to {self.storage_class} must be at least {first}, "
                f"got {self.days}"
            )


@dataclass(frozen=True, kw_only=True)
class LifecycleRule:
    """What happens by age to the objects below a prefix."""

    prefix: str = ""
    """What the keys of the objects begin with; all objects if not given."""

    transitions: tuple[Transition, ...] = ()
    """The moves of an object, in order."""

    expiration_days: int | None = None
    """After how many days an object is deleted, 1 or more; never by this rule if not given. In a
    versioned bucket it stays as an old version."""

    old_version_transitions: tuple[Transition, ...] = ()
    """The moves of an old version, in order."""

    def __post_init__(self) -> None:
        moves = (*self.transitions, *self.old_version_transitions)
        if not moves and self.expiration_days is None:
            raise ValueError(f"{self.id}: a lifecycle rule must move or expire objects, got none")
        check_days("expiration_days", self.expiration_days)
        check_moves(self.id, self.transitions, "expiration_days", self.expiration_days)

    @property
    def id(self) -> str:
        """The rule's name in the bucket's configuration."""
        return f"objects-{self.prefix}" if self.prefix else "objects"

    def render(self) -> dict[str, Any]:
        """The rule as the provider takes it."""
        rule: dict[str, Any] = {"id": self.id, "filter": {"prefix": self.prefix}}
        if self.transitions:
            rule["transitions"] = [
                {"days": each.days, "storage_class": each.storage_class}
                for each in self.transitions
            ]
        if self.expiration_days is not None:
            rule["expiration"] = {"days": self.expiration_days}
        if self.old_version_transitions:
            rule["noncurrent_version_transitions"] = [
                {"noncurrent_days": each.days, "storage_class": each.storage_class}
                for each in self.old_version_transitions
            ]
        return rule


def check_days(name: str, days: int | None) -> None:
    """Raise ``ValueError`` for less than a day."""
    if days is not None and days < 1:
        raise ValueError(f"{name} must be at least 1, got {days}")


def check_old_versions(rule: LifecycleRule, days: int) -> None:
    """Raise ``ValueError`` for moves of old versions that do not fit with each other, or with the
    days after which the bucket deletes old versions.
    """
    moves = rule.old_version_transitions
    check_moves(f"{rule.id}, old versions", moves, "old_version_days", days)


def check_moves(rule: str, moves: Sequence[Transition], end: str, expires: int | None) -> None:
    """Raise ``ValueError`` for moves out of order, or away from a class before its minimum days,
    which are paid for all the same; ``end`` is what the expiry after ``expires`` days is called.
    """
    for before, after in pairwise(moves):
        if ORDER.index(after.storage_class) <= ORDER.index(before.storage_class):
            raise ValueError(
                f"{rule}: S3 moves objects in the order {', '.join(ORDER)}, "
                f"got {before.storage_class} before {after.storage_class}"
            )
        _check_stay(rule, before, f"days of {after.storage_class}", after.days)
    if moves and expires is not None:
        _check_stay(rule, moves[-1], end, expires)


def _check_stay(rule: str, move: Transition, what: str, days: int) -> None:
    # Two moves, or a move and the expiry, on the same day are refused by S3.
    least = move.days + max(MINIMUM_DAYS[move.storage_class], 1)
    if days < least:
        raise ValueError(
            f"{rule}: {what} must be at least {least}, {least - move.days} after the move to "
            f"{move.storage_class}, got {days}"
        )
