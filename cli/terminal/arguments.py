"""Arguments: the types of what commands take; what is wrong is said with what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from local import checkout
from local.checkout import ROOT, LocalError, is_checkout

Function = TypeVar("Function", bound=Callable[..., Any])

# Of what was given no more is shown.
SHOWN = 60


class WrongArgument(LocalError):
    """An argument that names what is not there, or that the stage does not take: exit code 2."""


class Command(click.Command):
    """A command that works on a checkout, and says so where there is none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            # Of an option without a value Click does not say whose it is.
            wrong.ctx = wrong.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> Any:
        checkout.require()
        return super().invoke(ctx)


class Whole(click.ParamType[int]):
    """A whole number within limits; both are allowed."""

    name = "number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        given = str(value)
        if not re.fullmatch(r"\d{1,9}", given, re.ASCII) or not self.low <= int(given) <= self.high:
            limits = f"a whole number from {self.low} to {self.high}"
            self.fail(f"must be {limits}, got {short(value)}", param, ctx)
        return int(given)


class Text(click.ParamType[str]):
    """A text that is not empty, without the spaces around it."""

    name = "text"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        stripped = str(value).strip()
        if not 1 <= len(stripped) <= self.longest:
            limits = f"1 to {self.longest} characters"
            self.fail(f"must have {limits}, got {len(stripped)}", param, ctx)
        return stripped


class StageName(click.ParamType[str]):
    """The name of a stage that has a file; outside of a checkout, any name."""

    name = "stage"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        # Commands that take no stage need not wait for the settings.
        from settings import SettingsError, stages
        from settings.stage_file import refuse_service_stack

        if is_checkout(ROOT) and value not in stages():
            try:
                refuse_service_stack(value)
            except SettingsError as error:
                self.fail(f"must be a stage; {error}", param, ctx)
            named = f"one of {', '.join(stages())}, or a Pulumi.<stage>.yaml of its own"
            self.fail(f"must be {named}, got {short(value)}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from settings import stages

        return [CompletionItem(name) for name in stages() if name.startswith(incomplete)]


def short(value: object) -> str:
    """What was given, quoted, cut where it is long."""
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}... ({len(str(value))} characters)"


def stage_option(function: Function) -> Function:
    """``--stage``, as every command that works on a local stage has it."""
    return _stage("the stage, by its file (default: local)")(function)


def any_stage_option(function: Function) -> Function:
    """``--stage``, as the commands have it that work on AWS as well."""
    words = "the stage, on AWS too, with your own credentials (default: local)"
    return _stage(words)(function)


def stage_argument(function: Function) -> Function:
    """``[STAGE]``, or ``--stage`` as the other commands have it, of what is for a whole stage."""
    named = click.option(
        "--stage",
        type=StageName(),
        help="the stage, in place of STAGE (default: local)",
        is_eager=True,
        expose_value=False,
        callback=_remembered,
    )
    return named(
        click.argument(
            "stage_name", metavar="[STAGE]", type=StageName(), required=False, callback=_chosen
        )(function)
    )


def json_option(function: Function) -> Function:
    """``--json``, as every command has it that prints facts."""
    return click.option("--json", "as_json", is_flag=True, help="print JSON")(function)


def _stage(words: str) -> Callable[[Function], Function]:
    return click.option("--stage", "stage_name", type=StageName(), default="local", help=words)


def _remembered(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta["stage"] = value


def _chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    named: str | None = ctx.meta.get("stage")
    if value and named:
        raise click.UsageError(f"the stage is given twice: {value} and --stage {named}", ctx)
    return value or named or "local"
