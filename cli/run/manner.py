"""Manner: how the stacks of a run follow each other, and what becomes of the rest on a failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from cli.run.fleet import AT_ONCE, MOST_AT_ONCE
from cli.terminal.arguments import Whole

Function = TypeVar("Function", bound=Callable[..., Any])

MOST_RETRIES = 5


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How many stacks run side by side, and what follows a failure: see ``Fleet``."""

    at_once: int = AT_ONCE
    keep_going: bool = False
    fail_fast: bool = False
    retries: int = 0


def manner_options(function: Function) -> Callable[..., Any]:
    """``--at-once``, ``--keep-going``, ``--fail-fast`` and ``--retries``, as one ``manner``."""

    @wraps(function)
    def with_manner(
        at_once: int, keep_going: bool, fail_fast: bool, retries: int, **others: Any
    ) -> Any:
        if keep_going and fail_fast:
            raise click.UsageError("--keep-going and --fail-fast exclude each other")
        manner = Manner(
            at_once=at_once, keep_going=keep_going, fail_fast=fail_fast, retries=retries
        )
        return function(manner=manner, **others)

    wrapped: Callable[..., Any] = with_manner
    for decorate in (
        click.option(
            "--retries",
            type=Whole(0, MOST_RETRIES),
            default=0,
            help=f"how often a stack that fails is tried again, 0 to {MOST_RETRIES}",
        ),
        click.option("--fail-fast", is_flag=True, help="start no stack after one has failed"),
        click.option(
            "--keep-going",
            is_flag=True,
            help="start the stacks behind one that has failed, too; their wave would not",
        ),
        click.option(
            "--at-once",
            type=Whole(1, MOST_AT_ONCE),
            default=AT_ONCE,
            help=f"stacks at a time, 1 to {MOST_AT_ONCE}",
        ),
    ):
        wrapped = decorate(wrapped)
    return wrapped
