"""Pack settings: the names of production's stages, and exemptions by configuration."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# The policy that carries them in policy configuration.
NAME = "policy-pack-settings"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PARTS = ("rule", "resource", "reason", "owner", "until")
SCHEMA: dict[str, dict[str, Any]] = {
    "production": {
        "type": "array",
        "items": {"type": "string"},
        "description": "stages that are production, as prod: their stacks are prod, prod-<service>",
        "default": ["prod"],
    },
    "exemptions": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {part: {"type": "string"} for part in PARTS},
            "required": list(PARTS),
            "additionalProperties": False,
        },
        "description": "resources, by name, that are exempt from a rule",
        "default": [],
    },
}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An exemption by configuration; ``resource`` is the logical name."""

    rule: str
    resource: str
    reason: str
    owner: str
    until: str

    def __str__(self) -> str:
        return (
            f"{self.resource} is exempt from {self.rule} until {self.until}: {self.reason} "
            f"(owner {self.owner})"
        )


@dataclass(frozen=True, kw_only=True)
class PackSettings:
    """What the rules of a pack have in common, and what the configuration accepts beyond them."""

    production: tuple[str, ...] = ("prod",)
    exemptions: tuple[Listed, ...] = ()
    loosened: tuple[str, ...] = ()


_in_use = [PackSettings()]


def current() -> PackSettings:
    """The settings of this process: a pack serves one stack, with one configuration."""
    return _in_use[-1]


def use(settings: PackSettings) -> None:
    """Judge by these settings from now on."""
    _in_use[:] = [settings]


def read(given: Mapping[str, Any], rules: Collection[str]) -> PackSettings:
    """Settings from policy configuration; raises ``ValueError`` for a key, a rule or a day that
    does not exist, and for an exemption that lacks a part.
    """
    if unknown := sorted(set(given) - set(SCHEMA)):
        raise ValueError(f"{NAME} has no {', '.join(unknown)}; it has {', '.join(SCHEMA)}")
    production = tuple(given.get("production", PackSettings.production))
    if not production or not all(isinstance(each, str) and each for each in production):
        raise ValueError(f"production must be a list of stages, as prod; given {given}")
    return PackSettings(
        production=production, exemptions=tuple(_listed(given.get("exemptions", ()), rules))
    )


def _listed(given: Any, rules: Collection[str]) -> Iterator[Listed]:
    for each in given:
        missing = [part for part in PARTS if not str(each.get(part, "")).strip()]
        if missing or set(each) - set(PARTS):
            raise ValueError(f"an exemption has {', '.join(PARTS)}; given {dict(each)}")
        if each["rule"] not in rules:
            raise ValueError(f"an exemption is from {each['rule']}, which is no rule")
        if not DAY.fullmatch(each["until"]):
            raise ValueError(f"until must be a day, as 2027-03-31; given {each['until']}")
        yield Listed(**{part: each[part] for part in PARTS})
