"""The ``platform`` command: a local stage up, down, and looked at; any stage, when it fails."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from types import ModuleType

from cli import version
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
    "token",
    "setup",
    "env",
    "preview",
    "emulator",
    "example",
    "aws",
    "new",
    "check",
    "replay",
    "dead-letters",
    "redrive",
    "backfill",
)

DESCRIPTION = """\
Deploys the platform to an AWS emulator on this machine, a stack per service, side by side.
url, token, dead-letters, redrive and backfill work on a stage on AWS too, with your own
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
    """Run one command; the exit code is 0, 1 after a message on stderr, 130 after Ctrl-C."""
    args = parser().parse_args(arguments)
    command = _module(args.command)
    try:
        checkout.require()
        code = command.run(args)
        sys.stdout.flush()
    except (LocalError, ValueError) as failure:
        if isinstance(failure, ValueError) and type(failure).__name__ != "SettingsError":
            raise
        print(f"platform {args.command}: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of the pipe, such as `head`, has closed it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"platform {args.command}: interrupted", file=sys.stderr)
        return 130
    return int(code or 0)


def parser() -> argparse.ArgumentParser:
    """The command line of all commands."""
    whole = argparse.ArgumentParser(
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


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"cli.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
