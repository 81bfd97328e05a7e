"""Places: where each file of the repository is on the site, and its links as the site has them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from settings import ROOT
from tests.docs.pages import pages

# Code, in which nothing is a link.
CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"\]\(([^)\s]+)\)")
# What a browser shows by itself.
AS_THEY_ARE = (".html", ".json", ".svg", ".png")
FIRST = {"README.md": "index.md", "docs/examples.md": "patterns/index.md"}
SOURCES = "source"


def page_of(file: Path) -> PurePosixPath | None:
    """The page that has a Markdown file of the repository; None for what is none."""
    name = file.relative_to(ROOT).as_posix()
    if name in FIRST:
        return PurePosixPath(FIRST[name])
    if example := re.fullmatch(r"examples/([\w-]+)/README\.md", name):
        return PurePosixPath(f"patterns/{example[1]}.md")
    if not name.endswith(".md"):
        return None
    below = PurePosixPath(name.removeprefix("docs/"))
    return below.with_name("index.md") if below.name == "README.md" else below.parent / below.name


@dataclass
class Site:
    """The files of a site that is being written; ``sources`` are those that pages link to."""

    folder: Path
    sources: set[Path] = field(default_factory=set)

    def write(self, place: PurePosixPath, text: str) -> None:
        """A page of it."""
        file = self.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def linked(self, text: str, file: Path, place: PurePosixPath) -> str:
        """The text of a file of the repository with the links that lead on from a page."""

        def to_site(found: re.Match[str]) -> str:
            return f"]({self.link(found[1], file, place)})"

        parts = CODE.split(text)
        parts[::2] = [TARGET.sub(to_site, part) for part in parts[::2]]
        return "".join(parts)

    def link(self, target: str, file: Path, place: PurePosixPath) -> str:
        """A target as a page has it: another page, or the source of what is none."""
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target) or not path:
            return target
        found = (file.parent / path).resolve()
        to = page_of(found) if found in pages() or found.name == "CHANGELOG.md" else None
        if to is None:
            to = self._source(found)
        return os.path.relpath(to, place.parent) + (f"#{anchor}" if anchor else "")

    def _source(self, found: Path) -> PurePosixPath:
        self.sources.add(found)
        # A site has no page whose name begins with a dot.
        parts = (part.lstrip(".") for part in found.relative_to(ROOT).parts)
        name = PurePosixPath(*parts)
        if found.suffix in AS_THEY_ARE:
            return PurePosixPath(SOURCES) / name
        if found.is_dir():
            return PurePosixPath(SOURCES) / name / "index.md"
        return PurePosixPath(SOURCES) / f"{name}.md"


def source_page(file: Path) -> str:
    """A file as a page, or what a folder has in it."""
    name = file.relative_to(ROOT).as_posix()
    if file.is_dir():
        names = sorted(each.name for each in file.iterdir() if not each.name.startswith(("_", ".")))
        return f"# {name}/\n\n" + "".join(f"- `{each}`\n" for each in names)
    return f"# {name}\n\n{block(file)}"


def block(file: Path) -> str:
    """The text of a file as a block of code."""
    language = {".py": "python", ".js": "js", ".yaml": "yaml", ".toml": "toml"}
    text = file.read_text(encoding="utf-8").rstrip()
    return f"````{language.get(file.suffix, 'text')}\n{text}\n````\n"
