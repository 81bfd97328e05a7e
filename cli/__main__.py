"""The ``platform`` command: a local stage up, down, and looked at; any stage, when it fails."""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.commands import COMMANDS, SECTIONS, module
from cli.terminal import usage, version
from cli.terminal.arguments import WrongArgument
from local.checkout import LocalError

DESCRIPTION = """\
Deploys the platform to an AWS emulator on this machine, a stack per service, side by side.
url, site, token, logs, trace, dead-letters, redrive and backfill work on a stage on AWS too, with
your own credentials. What a command prints for programs goes to stdout, all else to stderr.
"""
EPILOGUE = """\
\b
Exit codes:
  0    done, and nothing is wrong
  1    it failed, or it found what it looks for: drift, violations, what is missing
  2    the words of the command line are wrong, or name what is not there; nothing was done
  130  interrupted with Ctrl-C

\b
The engine can be run by hand as well, with a whole stage in one stack:
  eval "$(platform env)"
  pulumi preview -s prod --policy-pack policies
  platform emulator start; pulumi up -s local

A real account is not reached from there: in that environment the AWS provider is the local one.
"""


class Platform(click.Group):
    """All commands; a module is loaded when its command is run or asked about."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command:
        if name not in COMMANDS:
            raise click.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return command(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, COMMANDS))
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), about) for name, about in section.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return [
            *(
                CompletionItem(name, help=about)
                for name, about in COMMANDS.items()
                if name.startswith(incomplete)
            ),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]


def command(name: str) -> click.Command:
    """A command, with its line of the list above what its own module says of its arguments."""
    found: click.Command = importlib.import_module(module(name)).run
    about = COMMANDS[name]
    if found.name != name:
        more = f"\n\n{inspect.cleandoc(found.help)}" if found.help else ""
        found.name, found.help = name, f"{about[0].upper()}{about[1:]}.{more}"
    return found


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Read the version only when it is asked for."""
    if value:
        click.echo(f"platform {version.current()}")
        ctx.exit()


platform = Platform(
    "platform",
    help=DESCRIPTION,
    epilog=EPILOGUE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Print the version.",
        )
    ],
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns an exit code of those that the help lists."""
    words = sys.argv[1:] if arguments is None else arguments
    name = next((word for word in words if word in COMMANDS), "")
    try:
        code: Any = platform.main(words or ["--help"], "platform", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as wrong:
        usage.say(name, usage.line(wrong))
        return wrong.exit_code
    except (LocalError, ValueError) as failure:
        if isinstance(failure, ValueError) and type(failure).__name__ != "SettingsError":
            raise
        usage.say(name, failure)
        return 2 if isinstance(failure, WrongArgument) else 1
    except BrokenPipeError:
        # The reader of the pipe, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.Abort):
        usage.say(name, "interrupted")
        return 130
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
