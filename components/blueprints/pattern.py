"""Pattern: one architecture as the list of AWS services that it has and has not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from components.blueprints.services import Service


class Status(Enum):
    """How a service stands to an architecture."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    NEEDS_REASON = "usually absent"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Entry:
    """One service, or several of which one is enough, and why it stands so."""

    services: tuple[Service, ...]
    status: Status
    why: str

    @property
    def name(self) -> str:
        """The services as a reader names them."""
        return " or ".join(self.services)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """An architecture; the texts are for those who choose it."""

    name: str
    """What it is called in messages."""

    entries: tuple[Entry, ...]
    """The services, each once."""

    people: int = 1
    """How many people have to maintain it, at least, that it is worth its parts."""

    business_functions: int = 1
    """How many things a user can do with it, at least."""

    def __post_init__(self) -> None:
        named = [service for entry in self.entries for service in entry.services]
        if twice := sorted({each for each in named if named.count(each) > 1}):
            raise ValueError(f"{self.name} must name a service once, got {', '.join(twice)} twice")

    def of(self, *statuses: Status) -> list[Entry]:
        """The entries of some statuses, in their order."""
        return [entry for entry in self.entries if entry.status in statuses]

    def too_small(self, people: int | None, business_functions: int | None) -> list[str]:
        """What a program is too small in for this architecture; None is not known."""
        return [
            f"{given} {what}, less than {least}"
            for given, least, what in (
                (people, self.people, "people maintain it"),
                (business_functions, self.business_functions, "business functions"),
            )
            if given is not None and given < least
        ]

    def entry(self, service: Service) -> Entry | None:
        """What is said of a service, if anything."""
        return next((entry for entry in self.entries if service in entry.services), None)


def required(why: str, *services: Service) -> Entry:
    """Without one of these it is another architecture."""
    return Entry(services, Status.REQUIRED, why)


def recommended(why: str, *services: Service) -> Entry:
    """An audit names it when it is absent."""
    return Entry(services, Status.RECOMMENDED, why)


def optional(why: str, *services: Service) -> Entry:
    """Present or absent."""
    return Entry(services, Status.OPTIONAL, why)


def needs_reason(why: str, *services: Service) -> Entry:
    """Refused unless a reason is given."""
    return Entry(services, Status.NEEDS_REASON, why)


def excluded(why: str, *services: Service) -> Entry:
    """Refused, whatever the reason: another architecture has it."""
    return Entry(services, Status.EXCLUDED, why)
