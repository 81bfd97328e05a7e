"""Own stage: the file of a stage that comes and goes, with its owner and the day it expires."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click
import yaml

from cli.terminal.arguments import WrongArgument, short
from local import files
from local.checkout import ROOT
from settings import KEY, SettingsError, file_of, stages
from settings.production import is_production
from settings.project import stage_and_service

# The limits of ``stage`` in settings/stage.py.
NAME = re.compile(r"[a-z][a-z0-9-]{1,19}")
LONGEST = 20


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A stage by its file; one without an owner stays, and does not expire."""

    name: str
    endpoint: str | None
    owner: str | None
    expires: date | None

    def has_expired(self, today: date) -> bool:
        return self.expires is not None and self.expires < today


class NewName(click.ParamType[str]):
    """What a stage can be called; whether there is one already, the action judges."""

    name = "stage"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not NAME.fullmatch(str(value)):
            limits = f"2 to {LONGEST} of a-z, 0-9 and -, of which one of a-z is the first"
            self.fail(f"must be {limits}, got {short(value)}", param, ctx)
        stage, service = stage_and_service(str(value))
        if service is not None:
            self.fail(f"{value} is the stack of {service} in stage {stage}", param, ctx)
        return str(value)


def every() -> list[Listed]:
    """The stages of the checkout, by name; raises ``SettingsError`` for a file that is wrong."""
    return [listed(name) for name in stages()]


def listed(name: str) -> Listed:
    from settings import Settings

    settings = Settings.of_stage(name)
    return Listed(
        name=name, endpoint=settings.endpoint, owner=settings.owner, expires=settings.expires
    )


def make(name: str, like: str, changes: Mapping[str, object]) -> str:
    """Write the file of a new stage after another's; returns the file's name.

    Raises ``WrongArgument`` where there is one, and for values that its settings do not take.
    """
    if name in stages():
        raise WrongArgument(f"there is a stage {name} already; there are {', '.join(stages())}")
    if is_production(name) or is_production(like):
        raise WrongArgument(f"a stage of production is not one that comes and goes: {name}, {like}")
    file = file_of(name)
    files.write(file, changed(file_of(like).read_text("utf-8"), changes))
    try:
        listed(name)
    except SettingsError as wrong:
        file.unlink()
        raise WrongArgument(str(wrong)) from None
    return file.relative_to(ROOT).as_posix()


def changed(text: str, changes: Mapping[str, object]) -> str:
    """A stage's file with other values of some keys, in the order given; comments stay."""
    for key in changes:
        text = re.sub(rf"^    {key}:.*\n(?:      .*\n)*", "", text, flags=re.MULTILINE)
    header = f"  {KEY}:\n"
    written = "".join(
        f"    {key}: {yaml.safe_dump(value).splitlines()[0]}\n" for key, value in changes.items()
    )
    return text.replace(header, header + written, 1)


def coming_and_going(name: str) -> Listed:
    """A stage that may be removed; raises ``WrongArgument`` for one that has no owner."""
    found = next((each for each in every() if each.name == name), None)
    known = [each.name for each in every() if each.owner]
    if found is None or found.owner is None:
        why = "there is no stage" if found is None else "no owner, so it stays: stage"
        raise WrongArgument(f"{why} {name}; those with an owner: {', '.join(known) or 'none'}")
    return found
