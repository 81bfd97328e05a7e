"""Permissions: the calls of functions held against the grants of their roles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

FILE = "calls.jsonl"
# What the emulator says where it does not know the resource of a call.
ANY = "*"
# The name of a statement for an occasion: WhenAnEventComesTwice, and 2 at the end of a second one.
OCCASION = re.compile(r"When(?P<words>[A-Z]\w*?)\d*")


@dataclass(frozen=True, order=True)
class Call:
    """A call that the function of a role has made at least once."""

    role: str
    action: str
    resource: str
    allowed: bool


@dataclass(frozen=True)
class Grant:
    """A statement of a role's policy that allows; ``sid`` is its name, if it has one."""

    role: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    sid: str = ""

    @property
    def occasion(self) -> str | None:
        """When it is used, of one that everyday work does not use: ``an event comes twice``."""
        named = OCCASION.fullmatch(self.sid)
        return named and re.sub(r"(?<=.)(?=[A-Z])", " ", named["words"]).lower()

    def serves(self, call: Call) -> bool:
        """Whether a call is a use of the grant: one that it covers, and one of which the emulator
        has not said on what.
        """
        on_any = replace(self, resources=(ANY,)) if call.resource == ANY else self
        return on_any.covers(call)

    def covers(self, call: Call) -> bool:
        """Whether the grant allows a call; conditions are the emulator's to judge."""
        return (
            call.role == self.role
            and any(_matches(each, call.action) for each in self.actions)
            and any(_matches(each, call.resource) for each in self.resources)
        )


@dataclass(frozen=True)
class Use:
    """A grant, and those of its actions that were called; none of them if it was never used."""

    grant: Grant
    called: tuple[str, ...]

    @property
    def never(self) -> tuple[str, ...]:
        """The actions that were not called."""
        return tuple(each for each in self.grant.actions if each not in self.called)


def read(folder: Path) -> list[Call]:
    """What the emulator of a stage has recorded in its folder."""
    file = folder / FILE
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return sorted({Call(*json.loads(line)) for line in lines})


def grants(role: str, documents: Iterable[Mapping[str, Any]]) -> Iterator[Grant]:
    """The grants of a role's policy documents."""
    for document in documents:
        for statement in _several(document["Statement"]):
            if statement["Effect"] == "Allow" and "Action" in statement:
                actions, resources = statement["Action"], statement.get("Resource", "*")
                sid = statement.get("Sid", "")
                yield Grant(role, tuple(_several(actions)), tuple(_several(resources)), sid)


def uses(given: Sequence[Grant], calls: Sequence[Call]) -> list[Use]:
    """Each grant with what was called of it."""
    return [
        Use(each, tuple(sorted({call.action for call in calls if each.serves(call)})))
        for each in given
    ]


def missing(given: Sequence[Grant], calls: Sequence[Call]) -> list[Call]:
    """Calls that were denied, and that no grant of their role allows now."""
    roles = {each.role for each in given}
    return [
        call
        for call in calls
        if not call.allowed and call.role in roles and not any(each.covers(call) for each in given)
    ]


def _several(value: Any) -> list[Any]:
    """One or several, as policies have both."""
    return value if isinstance(value, list) else [value]


def _matches(pattern: str, value: str) -> bool:
    return _compiled(pattern).fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """IAM has two wildcards: * for any text, ? for one character."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
