"""Example name: the name of an example as an argument, with those that are like a wrong one."""

from __future__ import annotations

import difflib
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.terminal.arguments import short
from local import examples


class ExampleName(click.ParamType[str]):
    """The name of an example of the catalogue."""

    name = "example"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = names()
        if value not in known:
            like = difflib.get_close_matches(str(value), known, n=3)
            hint = f"; did you mean {', '.join(like)}?" if like else ""
            self.fail(f"must be one of {', '.join(known)}, got {short(value)}{hint}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in names() if name.startswith(incomplete)]


def names() -> list[str]:
    return [each.name for each in examples.every()]
