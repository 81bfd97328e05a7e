"""Arguments: checked as they are read; what is wrong is said in a line with what would be right."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

MISSING = "the following arguments are required: "
# Of what was given no more is shown.
SHOWN = 60


class ArgumentError(Exception):
    """Words of a command line that cannot be; the message is a line for their author."""


class Parser(argparse.ArgumentParser):
    """A command line whose errors are an ``ArgumentError`` in words of this program."""

    def read(self, words: Sequence[str] | None = None) -> argparse.Namespace:
        """The arguments of a program; after wrong ones it ends with 2 and a line on stderr."""
        try:
            args, rest = self.parse_known_args(words)
            if rest:
                self.refuse_unknown(rest)
        except ArgumentError as wrong:
            print(f"{self.prog}: {wrong}", file=sys.stderr)
            sys.exit(2)
        return args

    def error(self, message: str) -> NoReturn:
        if message.startswith(MISSING):
            raise ArgumentError(self._missing(message.removeprefix(MISSING).split(", ")))
        found = re.fullmatch(r"argument (\S+): (.*)", message, re.DOTALL)
        if found is None:
            raise ArgumentError(message)
        name, said = found.groups()
        if said.startswith("expected"):
            said = f"needs a value: {self._help(name)}"
        if ignored := re.fullmatch("ignored explicit argument (.*)", said, re.DOTALL):
            said = f"takes no value, got {ignored[1]}"
        raise ArgumentError(f"{name.split('/')[-1]} {said}")

    def refuse_unknown(self, words: Iterable[str]) -> NoReturn:
        """Raise ``ArgumentError`` for words that nothing takes, with the options that there are."""
        options = [each for each in self._actions if each.option_strings]
        known = ", ".join(name for each in options for name in each.option_strings[-1:])
        raise ArgumentError(f"knows no {', '.join(map(short, words))}; there are {known}")

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        if action.option_strings and arg_strings == ["--"]:
            # argparse would take it for the end of the options, and the value for an empty list.
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            words = f"must be one of {', '.join(map(str, action.choices))}, got {short(value)}"
            raise argparse.ArgumentError(action, words)

    def _missing(self, names: Iterable[str]) -> str:
        return "; ".join(f"{name} is missing: {self._help(name)}" for name in names)

    def _help(self, name: str) -> str:
        """What an argument is for, or which values there are."""
        for action in self._actions:
            names = (*action.option_strings, action.metavar, action.dest)
            if name in names or name == "/".join(action.option_strings):
                choices = f"one of {', '.join(map(str, action.choices or ()))}"
                return choices if action.choices else str(action.help)
        return f"see {self.prog} --help"


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number within limits; both are allowed."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(
                f"must be a whole number from {low} to {high}, got {short(text)}"
            )
        return int(text)

    return read


def text(longest: int) -> Callable[[str], str]:
    """Reads a text that is not empty, without the spaces around it."""

    def read(given: str) -> str:
        stripped = given.strip()
        if not 1 <= len(stripped) <= longest:
            raise argparse.ArgumentTypeError(
                f"must have 1 to {longest} characters, got {len(stripped)}"
            )
        return stripped

    return read


def short(value: object) -> str:
    """What was given, quoted, cut where it is long."""
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}... ({len(str(value))} characters)"
