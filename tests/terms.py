"""Words that this repository does not use, since the field has others: CONTRIBUTING.md, Terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

# The word as it would stand in a name or a sentence, and what to say instead.
OLD = {
    r"rings?|rang": "alarm; an alarm goes to ALARM; notify",
    r"told|tells?|telling": "publish, notify, return, print; or what the thing is",
    r"heard|hears?": "subscribe, consume, receive",
    r"listens? to|listeners?": "subscribe, consumer",
    r"announce\w*": "publish, event",
    r"doors?": "API, queue policy",
    r"admits?|admitted|admission": "allow, queue policy",
    r"surroundings": "context",
    r"letters?": "dead-letter queue, message",
    r"standards": "stage defaults",
    r"reactions?": "trigger",
    r"foundations?": "platform stack, shared resources",
    r"leans? on": "depend on, use",
    r"refusals?": "HTTP error, ValueError, violation",
    r"nobody|somebody": "no consumer, no function; the caller, the consumer",
    r"whoever": "the caller, the consumer",
}
PATTERN = re.compile("|".join(rf"\b(?:{word})\b" for word in OLD), re.IGNORECASE)

# The field's own words that hold one of these.
ALLOWED = re.compile(
    r"dead[ -]letters?|first letters?|(lower|upper)[ -]?case letters?|letters and digits"
    r"|listens? on",
    re.IGNORECASE,
)


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """Each old word of a text, with its line; names are read word by word."""
    for number, line in enumerate(text.splitlines(), start=1):
        words = ALLOWED.sub("", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line.replace("_", " ")))
        for match in PATTERN.finditer(words):
            yield number, match.group().lower()


def instead_of(word: str) -> str:
    """What the list says instead of an old word."""
    return next(new for old, new in OLD.items() if re.fullmatch(old, word, re.IGNORECASE))


def in_folder(folder: Path) -> list[str]:
    """Every old word in the sources and pages of a folder, or in one file."""
    kinds = ("*.py", "*.md", "*.yaml", "*.toml", "Makefile")
    paths = [folder] if folder.is_file() else sorted(p for k in kinds for p in folder.rglob(k))
    return [
        f"{path}:{number}: {word}"
        for path in paths
        for number, word in found_in(path.read_text(encoding="utf-8"))
    ]
