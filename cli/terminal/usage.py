"""Usage: what is wrong with the words of a command line, in a line with what would be right."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import click

from cli.terminal.arguments import SHOWN, short

# Set by the Makefile, whose variables stand for these arguments.
CALLER = "PLATFORM_CALLED_BY"
IN_THE_MAKEFILE = ("reason", "limit", "error", "since", "until", "stage")


def line(wrong: click.ClickException) -> str:
    """What is wrong, without line breaks, and the values, options or commands that there are."""
    said = re.sub(rf"\S{{{SHOWN},}}", lambda word: short(word[0]), wrong.format_message())
    # An argument that may be left out, as the usage shows it.
    said = re.sub(r"'\[([A-Z]+)\]'", r"'\1'", said)
    hint = _hint(wrong) if isinstance(wrong, click.UsageError) and wrong.ctx else ""
    return " ".join(f"{said.removesuffix('.')}{hint}".split())


def _hint(wrong: click.UsageError) -> str:
    assert wrong.ctx is not None
    command = wrong.ctx.command
    if isinstance(wrong, click.NoSuchCommand):
        assert isinstance(command, click.Group)
        return f"; there are {', '.join(command.list_commands(wrong.ctx))}"
    if isinstance(wrong, click.NoSuchOption):
        return f"; there are {', '.join(options(command))}"
    if isinstance(wrong, click.BadOptionUsage):
        return f": {_help(command, wrong.option_name)}"
    if isinstance(wrong, click.MissingParameter) and wrong.param:
        if isinstance(wrong.param.type, click.Choice):
            return ""
        return f": {_help(command, wrong.param.opts[-1])}"
    if type(wrong) is click.UsageError and "unexpected extra" in wrong.message:
        return f"; it takes {' '.join(command.collect_usage_pieces(wrong.ctx))}"
    return ""


def _help(command: click.Command, name: str) -> str:
    """What an option is for; the command's own help for an argument."""
    for each in command.params:
        if name in each.opts and isinstance(each, click.Option) and each.help:
            return each.help
    return command.help or ""


def run(command: click.Command, program: str, words: Sequence[str] | None = None) -> int:
    """Run a program of one command; after wrong words a line on stderr, and 2."""
    try:
        return int(command.main(words, program, standalone_mode=False) or 0)
    except click.ClickException as wrong:
        click.echo(f"{program}: {line(wrong)}", err=True)
        return wrong.exit_code
    except click.Abort:
        return 130


def options(command: click.Command) -> list[str]:
    """The long names of a command's options."""
    with click.Context(command) as ctx:
        return [name for each in command.get_params(ctx) for name in each.opts[-1:] if "--" in name]


def say(command: str, failure: object) -> None:
    """Print what is wrong; after ``make`` under its names, as REASON for --reason."""
    program, said = "platform", str(failure)
    if os.environ.get(CALLER) == "make":
        program = "make"
        for name in IN_THE_MAKEFILE:
            said = re.sub(rf"'--{name}'|(?<![\w-])--{name}(?= \d)", name.upper(), said)
    click.echo(f"{program} {command}".strip() + f": {said}", err=True)
