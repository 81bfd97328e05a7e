"""What the program says of itself, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from cli.__main__ import command
from cli.commands import COMMANDS
from components.edge import comparison
from local.examples import every
from local.provider import unsupported
from program.cards import CARDS
from settings import ROOT
from tests.test_house import ARROWS

SAMPLE = "inventory"


def services() -> str:
    """Every service by its card."""
    return table(
        ("service", "what it is for", "owns"),
        ((f"[`{c.name}`](services/{c.name})", c.capability, ", ".join(c.owns)) for c in CARDS),
    )


def imports() -> str:
    """Who may import whom."""
    return table(
        ("folder", "may import"),
        ((f"`{place}`", ", ".join(f"`{b}`" for b in below)) for place, below in ARROWS.items()),
    )


def a_whole_service() -> str:
    """A service's infrastructure without its imports."""
    source = (ROOT / f"services/{SAMPLE}/infrastructure.py").read_text(encoding="utf-8")
    body = source.partition("\ndef define(")[2]
    return f"```python\ndef define({body}```\n"


def examples() -> str:
    """Every example by its folder and description."""
    return table(
        ("example", "what it shows"),
        ((f"[`{e.name}`](../examples/{e.name}/README.md)", e.description) for e in every()),
    )


def kept() -> str:
    """Properties that the emulator never sees."""
    return reasons(unsupported.UNSUPPORTED)


def inert() -> str:
    """Properties that the emulator stores, and no more."""
    return reasons(unsupported.INERT)


def absent() -> str:
    """Outputs that are empty on the local stage."""
    return reasons(unsupported.ABSENT)


def reasons(found: unsupported.Reasons) -> str:
    """One row for all properties of a type that have one reason."""
    rows: dict[tuple[str, str], list[str]] = {}
    for (kind, name), reason in sorted(found.items()):
        rows.setdefault((short(kind), reason), []).append(f"`{name}`")
    return table(
        ("type", "properties", "reason"),
        ((f"`{kind}`", ", ".join(names), reason) for (kind, reason), names in rows.items()),
    )


def edge_functions() -> str:
    """CloudFront Functions and Lambda@Edge."""
    return table(
        ("", "CloudFront Functions", "Lambda@Edge", "source"),
        (
            (d.what, d.cloudfront_function, d.lambda_at_edge, f"[AWS]({d.source})")
            for d in comparison.DIFFERENCES
        ),
    )


def commands() -> str:
    """Every command with its options."""
    return table(
        ("command", "what it does", "options"),
        ((f"`platform {name}`", text, ", ".join(options)) for name, text, options in _commands()),
    )


def _commands() -> Iterator[tuple[str, str, list[str]]]:
    for name, about in COMMANDS.items():
        yield name, about, [_option(each) for each in _sorted(command(name))]


def _sorted(line: click.Command) -> list[click.Parameter]:
    """The words of a command line before its options."""
    return sorted(line.params, key=lambda each: isinstance(each, click.Option))


def _option(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return f"`{parameter.opts[0]}`"
    if isinstance(parameter.type, click.Choice) and not parameter.metavar:
        return " or ".join(f"`{choice}`" for choice in parameter.type.choices)
    return f"`{parameter.human_readable_name}`"


def short(kind: str) -> str:
    """A type token as people write it: ``sqs.Queue`` of ``aws:sqs/queue:Queue``."""
    if kind.startswith("awsx:"):
        return kind.replace(":", ".")
    package, _, name = kind.removeprefix("aws:").partition("/")
    return f"{package}.{name.partition(':')[2]}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, in which a bar ends no cell and ``<rule>`` is no tag."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")
