"""Deployed: the resources of a stage or of an example, from the states that the engine wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cli.stage.engine import Engine
from local import examples, stacks
from local.checkout import LocalError
from settings import Settings


def is_up(settings: Settings) -> bool:
    """Whether a local stage holds anything; of one on AWS only its backend knows."""
    names = stacks.names(settings.stage) if settings.endpoint else ()
    return any(any(stacks.resources(each)) for each in names)


def of_stage(settings: Settings) -> list[dict[str, Any]]:
    """Of all stacks of a stage; on AWS with your own Pulumi, its backend and your credentials.

    Raises ``LocalError`` where nothing is deployed.
    """
    found = [*(_local(settings) if settings.endpoint else _on_backend(Engine.of(settings)))]
    if not found:
        raise LocalError(f"no stack of stage {settings.stage} is deployed")
    return found


def of_example(name: str, stage: str) -> list[dict[str, Any]]:
    """Of an example beside a local stage; raises ``LocalError`` if it is not deployed."""
    found = list(stacks.resources(examples.find(name).stack(stage)))
    if not found:
        raise LocalError(f"example {name} is not deployed: platform example {name}")
    return found


def _local(settings: Settings) -> Iterator[dict[str, Any]]:
    for stack in stacks.names(settings.stage):
        yield from stacks.resources(stack)


def _on_backend(engine: Engine) -> Iterator[dict[str, Any]]:
    for stack in engine.deployed():
        state = json.loads(engine.run(["stack", "export", "--stack", stack]))
        yield from (state.get("deployment") or {}).get("resources") or ()
