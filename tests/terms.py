"""The words that the table of terms in CONTRIBUTING.md replaces, and where they still stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from settings import ROOT

PAGE = "CONTRIBUTING.md"
MOST_TERMS = 40

# Dead-letter queues, letters of the alphabet, the logical name of a deployed rule, and
# a key that is stored, a property of RDS.
ALLOWED = re.compile(
    r"dead[ -]letters?|letters(?=,| and| or)|after a letter|first letters?|tell[- ]partner"
    r"|report-told|listener endpoints",
    re.IGNORECASE,
)
# Between the words of a name.
INSIDE_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])")
KINDS = ("*.py", "*.md", "*.yaml", "*.toml", "Makefile")

# The table itself, its tests, and what names were before.
EXCEPT = (PAGE, "CHANGELOG.md", "tests/terms.py", "tests/test_terms.py")
# Folders that are searched folder by folder.
DIVIDED = ("docs", "tests")


@cache
def rows() -> tuple[tuple[str, str, str], ...]:
    """The table: term, meaning, words that it replaces."""
    table = (ROOT / PAGE).read_text(encoding="utf-8").partition("## Terms")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return tuple((term, meaning, instead) for term, meaning, instead in cells)


@cache
def replaced() -> dict[str, str]:
    """Each word that is searched for, with its term; a star stands for any ending."""
    return {word: term for term, _, cell in rows() for word in re.findall("`([^`]+)`", cell)}


@cache
def pattern() -> re.Pattern[str]:
    """Any of these words, whole."""
    words = (re.escape(word).replace(r"\*", r"\w*") for word in replaced())
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """Each replaced word of a text with its line; names are read word by word."""
    words = ALLOWED.sub("", INSIDE_NAME.sub(" ", text.replace("_", " ")))
    for match in pattern().finditer(words):
        yield words.count("\n", 0, match.start()) + 1, match.group().lower()


def places() -> list[str]:
    """The folders and files of the repository, except ``EXCEPT``."""
    inside = [path for folder in DIVIDED for path in (ROOT / folder).iterdir()]
    found = [
        path
        for path in [*ROOT.iterdir(), *inside]
        if path.name[0] != "." and path.name != "__pycache__"
    ]
    names = [
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.is_dir() or any(path.match(kind) for kind in KINDS)
    ]
    return sorted(set(names).difference(EXCEPT, DIVIDED))


def found_below(place: Path) -> list[str]:
    """Each replaced word in a file, or in the sources and pages of a folder."""
    paths = [place] if place.is_file() else sorted({p for k in KINDS for p in place.rglob(k)})
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {word}"
        for path in paths
        for number, word in found_in(path.read_text(encoding="utf-8"))
    ]
