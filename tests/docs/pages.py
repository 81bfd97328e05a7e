"""The documents as their readers meet them: prose, links, and code that they may type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from settings import ROOT

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

# Blocks in these languages hold nothing that is typed at a shell: output, data, programs, pictures.
NOT_TYPED = ("text", "json", "python", "typescript", "yaml", "mermaid")


@cache
def pages() -> tuple[Path, ...]:
    """Every document that is for people who use or change the program."""
    return (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "examples").glob("*/README.md")),
    )


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", text(page))


def links(page: Path) -> list[str]:
    """The targets of a page's links."""
    return LINK.findall(SPAN.sub("", prose(page)))


def anchors(page: Path) -> set[str]:
    """What a link may name after #: the headings, as they are written there."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def request() -> str:
    """The block of README.md that places and reads an order."""
    blocks = [block for _, block in FENCE.findall(text(ROOT / "README.md")) if "curl " in block]
    assert len(blocks) == 1, f"README.md has {len(blocks)} blocks with curl, not one"
    return str(blocks[0])


def typed(page: Path) -> Iterator[str]:
    """Every line of shell in the blocks of a page, and every code span in its text."""
    for language, block in FENCE.findall(text(page)):
        if language not in NOT_TYPED:
            yield from (line.partition("  #")[0] for line in block.splitlines())
    yield from SPAN.findall(prose(page))


def commands(page: Path, program: str) -> Iterator[list[str]]:
    """The arguments of every call of a program, however it is nested."""
    for line in typed(page):
        for part in re.split(r'[;&|()"]+', line):
            name, *arguments = part.split() or [""]
            if name == program and arguments:
                yield arguments
