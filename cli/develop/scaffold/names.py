"""Names: what a new service may be called, and the words made of its name."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from cli.terminal.arguments import WrongArgument
from settings import OPTIONAL_SERVICES, OVERVIEW, PLATFORM, SERVICES

# A function's name is that of its service and its entry point, with a suffix of eight characters;
# Lambda takes 64 in all.
LONGEST = 16
NAME = re.compile(rf"[a-z][a-z0-9]{{2,{LONGEST - 1}}}")

# Words that have a meaning already where the name or its singular would stand: in Python, in the
# files of a service, and in what these import.
TAKEN = {
    *keyword.kwlist,
    *dir(builtins),
    *(
        PLATFORM,
        OVERVIEW,
        "contracts",
        "runtime",
        "services",
        "settings",
        "tests",
        "microservice",
        "app",
    ),
    *(
        "body",
        "change",
        "condition",
        "conflict",
        "context",
        "contract",
        "domain",
        "event",
        "handle",
    ),
    *("request", "response", "service", "store", "table", "text", "user", "wiring", "world"),
}


@dataclass(frozen=True)
class Names:
    """The name of a service, as ``reviews``, and that of one of its things, as ``review``."""

    service: str

    @property
    def noun(self) -> str:
        """The singular; a name that is none in the plural gets ``item`` behind it."""
        if self.service.endswith("ies"):
            return f"{self.service[:-3]}y"
        if self.service.endswith("s") and not self.service.endswith("ss"):
            return self.service[:-1]
        return f"{self.service}item"

    @property
    def words(self) -> dict[str, str]:
        """What the templates' placeholders stand for."""
        return {
            "service": self.service,
            "Service": self.service.capitalize(),
            "noun": self.noun,
            "Noun": self.noun.capitalize(),
            "VARIABLE": f"{self.service.upper()}_TABLE",
        }


def check(service: str, root: Path) -> Names:
    """The names of a new service; raises ``WrongArgument`` for one that cannot be, and says why."""
    if not NAME.fullmatch(service):
        plain = re.sub(r"[^a-z0-9]", "", service.lower())
        hint = f"; {plain} would do" if NAME.fullmatch(plain) and plain != service else ""
        raise WrongArgument(
            f"a service's name must be one word of 3 to {LONGEST} lower-case letters and digits, "
            f"since it is a Python package and part of the names of stacks and resources, "
            f"got {service}{hint}"
        )
    names = Names(service)
    if taken := TAKEN & {service, names.noun}:
        raise WrongArgument(
            f"{service} cannot be a service's name: its code would have the name {taken.pop()}, "
            "which has another meaning there"
        )
    if service in (*SERVICES, *OPTIONAL_SERVICES):
        raise WrongArgument(
            f"there is a service {service} already; there are {', '.join(SERVICES)}"
        )
    variable = names.words["VARIABLE"]
    for other in (*SERVICES, *OPTIONAL_SERVICES):
        if f'"{variable}"' in (root / f"services/{other}/infrastructure.py").read_text("utf-8"):
            raise WrongArgument(
                f"{service} cannot be a service's name: {other} has a table of that name, which "
                f"its functions find in {variable}"
            )
    stage = next((f for f in root.glob("Pulumi.*.yaml") if f.stem.endswith(f"-{service}")), None)
    if stage is not None:
        raise WrongArgument(
            f"{service} cannot be a service's name: {stage.name} is a stage, and its name would be "
            f"that of a stack of the service"
        )
    return names
