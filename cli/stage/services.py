"""Services: which of them a command is about, chosen by name, by change, and by what joins them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

import click
from click.shell_completion import CompletionItem

from cli.terminal.arguments import Text, WrongArgument, short
from local import affected
from local.checkout import PYTHON, ROOT, LocalError

Function = TypeVar("Function", bound=Callable[..., Any])

LONGEST_REVISION, LONGEST_SERVICE = 200, 64


@dataclass(frozen=True)
class Chosen:
    """Some services of a stage; ``dependents`` consume their events or call them, and come after
    them.
    """

    services: tuple[str, ...]
    dependents: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.services, *self.dependents)


class HasServices(Protocol):
    """A stage, as far as its services go."""

    @property
    def name(self) -> str: ...

    @property
    def services(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Named:
    """A stage by its name, with its services."""

    name: str
    services: tuple[str, ...]


class ServiceName(Text):
    """The name of a service; completed by those that the stage deploys."""

    name = "service"

    def __init__(self) -> None:
        super().__init__(LONGEST_SERVICE)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from settings import Settings

        stage = ctx.params.get("stage_name") or "local"
        return [
            CompletionItem(name)
            for name in Settings.of_stage(stage).deployed
            if name.startswith(incomplete)
        ]


def check(stage: HasServices, named: Sequence[str]) -> None:
    """Raise ``WrongArgument`` for a service that the stage does not have."""
    if unknown := [name for name in named if name not in stage.services]:
        listed = ", ".join(map(short, unknown))
        raise WrongArgument(
            f"stage {stage.name} has no service {listed}; it has {', '.join(stage.services)}"
        )


def chosen(
    stage: HasServices, named: Sequence[str], *, with_dependents: bool, since: str | None
) -> Chosen | None:
    """What the words of a command choose of a stage's services; None for all of them.

    Raises ``WrongArgument`` for a service that the stage does not have.
    """
    there = stage.services
    check(stage, named)
    if not named and since is None:
        if with_dependents:
            raise click.UsageError("--with-dependents needs a SERVICE or --changed-since")
        return None
    services = set(named)
    if since is not None:
        changed = affected.services_of(affected.changed_since(since), named or there, stage.name)
        services = set(changed)
    first = tuple(name for name in there if name in services)
    after = dependents(program_graph(), first) if with_dependents else set()
    return Chosen(first, tuple(name for name in there if name in after))


def dependents(graph: Mapping[str, Any], services: Iterable[str]) -> set[str]:
    """The other services that consume an event of these, or call one of them."""
    of = set(services)
    events = {event for name in of for event in graph[name]["publishes"]}
    return {
        name
        for name, card in graph.items()
        if name not in of and (of & set(card["calls"]) or events & set(card["consumes"]))
    }


@cache
def program_graph() -> dict[str, Any]:
    """The services of this checkout and what joins them: ``program/graph.py``, which this process
    does not import.
    """
    command = [str(PYTHON), "-m", "program.graph"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise LocalError(f"the program cannot be read: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def services_option(function: Function) -> Function:
    """``[SERVICE]...``, ``--with-dependents`` and ``--changed-since``, after ``[STAGE]``."""
    for decorate in (
        click.option(
            "--changed-since",
            "since",
            type=Text(LONGEST_REVISION),
            metavar="REV",
            help="only services made of files that differ from this revision of git",
        ),
        click.option(
            "--with-dependents",
            is_flag=True,
            help="also the services that consume their events or call them, after them",
        ),
        click.argument("services", metavar="[SERVICE]...", nargs=-1, type=ServiceName()),
    ):
        function = decorate(function)
    return function
