"""Contracts of the users service: request bodies, what it returns, the events it publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from contracts.contract import Contract
from contracts.event import Event
from contracts.field_types import PLAIN, Country, Moment, UserId
from contracts.limits import Matches, MaxLen, MinLen

UserName = Annotated[str, MinLen(1), MaxLen(100), PLAIN]
"""How a user wants to be called."""
Language = Annotated[str, MinLen(2), MaxLen(6), Matches("^[a-z]{2,3}(-[A-Z]{2})?$")]
"""A language, with a country or without: ``en``, ``pt-BR`` (RFC 5646)."""

ChangedField = Literal["name", "country", "language", "newsletter"]


@dataclass(frozen=True, kw_only=True)
class PutProfile(Contract):
    """The body of ``PUT /users/{userId}/profile``, which replaces the profile."""

    name: UserName
    country: Country | None = None
    """Where the user lives; unknown if not given."""


@dataclass(frozen=True, kw_only=True)
class Profile(Contract):
    """Who a user is; nothing is known of one who has put no profile."""

    name: UserName | None = None
    """How the user wants to be called."""
    country: Country | None = None
    """Where the user lives."""


@dataclass(frozen=True, kw_only=True)
class Preferences(Contract):
    """What a user prefers."""

    language: Language = "en"
    """The language of what the user reads."""
    newsletter: bool = False
    """Whether the user wants to be sent offers."""


@dataclass(frozen=True, kw_only=True)
class ChangePreferences(Contract):
    """The body of ``PATCH /users/{userId}/preferences``; what is not in it stays as it is."""

    language: Language | None = None
    newsletter: bool | None = None


@dataclass(frozen=True, kw_only=True)
class UserView(Contract):
    """A user, as the user and agents see it."""

    user_id: UserId
    profile: Profile
    preferences: Preferences
    registered_at: Moment
    updated_at: Moment


@dataclass(frozen=True, kw_only=True)
class UserRegistered(Event, source="users"):
    """A user of the user pool uses the shop for the first time.

    Published once for each user, from the users table, when the user first reads or changes the
    profile or the preferences.
    """

    user_id: UserId
    """``sub`` of the user."""


@dataclass(frozen=True, kw_only=True)
class UserUpdated(Event, source="users"):
    """A user has another profile, or other preferences.

    Published from the users table, in the order of a user's changes. It has no personal data, which
    archives of events would keep for years: who needs a value asks for it.
    """

    user_id: UserId
    """``sub`` of the user."""
    changed: Annotated[tuple[ChangedField, ...], MinLen(1), MaxLen(4)]
    """The fields that have other values than before."""
