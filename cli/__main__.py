"""The ``platform`` command: a local stage up, down, and looked at; any stage, when it fails."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from functools import cache
from types import ModuleType

from cli import version
from cli.arguments import ArgumentError, Parser
from local import checkout
from local.checkout import LocalError

# Each is a module of this package, with ``HELP``, ``options`` and ``run``.
COMMANDS = (
    "up",
    "down",
    "drift",
    "status",
    "outputs",
    "url",
    "api",
    "site",
    "token",
    "setup",
    "env",
    "preview",
    "emulator",
    "example",
    "aws",
    "new",
    "check",
    "policies",
    "replay",
    "lake",
    "dead-letters",
    "redrive",
    "backfill",
)

# Set by the Makefile, whose variables stand for these arguments.
CALLER = "PLATFORM_CALLED_BY"
IN_THE_MAKEFILE = (
    *("queue", "consumer", "--reason", "--limit", "--error", "--since", "--until", "--stage"),
)

DESCRIPTION = """\
Deploys the platform to an AWS emulator on this machine, a stack per service, side by side.
url, site, token, dead-letters, redrive and backfill work on a stage on AWS too, with your own
credentials.
"""
EPILOGUE = """\
The engine can be run by hand as well, with a whole stage in one stack:
  eval "$(make -s env)"
  pulumi preview -s prod --policy-pack policies
  platform emulator start; pulumi up -s local
A real account is not reached from there: in this environment the AWS provider is the local one.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 after a message on stderr, 2 if that is about the
    words of the command line, 130 after Ctrl-C.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        args = parsed(words)
    except ArgumentError as wrong:
        _say(next((word for word in words if word in COMMANDS), ""), wrong)
        return 2
    command = _module(args.command)
    try:
        checkout.require()
        code = command.run(args)
        sys.stdout.flush()
    except (LocalError, ValueError) as failure:
        if isinstance(failure, ValueError) and type(failure).__name__ != "SettingsError":
            raise
        _say(args.command, failure)
        return 1
    except BrokenPipeError:
        # The reader of the pipe, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _say(args.command, "interrupted")
        return 130
    return int(code or 0)


def parsed(words: list[str]) -> argparse.Namespace:
    """The arguments of a command; raises ``ArgumentError`` for what none of them takes."""
    whole = parser()
    args, rest = whole.parse_known_args(words)
    if rest:
        of_commands(whole)[args.command].refuse_unknown(rest)
    return args


def of_commands(whole: Parser) -> dict[str, Parser]:
    """The command line of each command, by name."""
    [commands] = [each for each in whole._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(commands.choices)


@cache
def parser() -> Parser:
    """The command line of all commands."""
    whole = Parser(
        prog="platform",
        description=DESCRIPTION,
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = _module(name)
        module.options(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return whole


class _Version(argparse.Action):
    """Read the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"platform {version.current()}")
        parser.exit()


def _say(command: str, failure: object) -> None:
    """Print what is wrong; after ``make`` under its names, as REASON for --reason."""
    program, said = "platform", str(failure)
    if os.environ.get(CALLER) == "make":
        program = "make"
        for name in IN_THE_MAKEFILE:
            said = re.sub(
                rf"(?<![\w-]){name}(?= (is missing|must|needs|[0-9]))",
                name.strip("-").upper(),
                said,
            )
    print(f"{program} {command}".strip() + f": {said}", file=sys.stderr)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"cli.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
