"""Pages of the patterns: when, picture, program, defaults, cost, limits, of each example."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from cost.bill import floor
from cost.prices import load
from local.examples import Example, every
from settings import ROOT
from tests.docs.component_source import fields, options
from tests.docs.made import table
from tests.docs.site import picture
from tests.docs.site.places import Site, block, page_of
from tests.examples.programs import recorded
from tests.source import components

CATALOGUE = ROOT / "docs" / "catalogue.md"
REGION = "us-east-1"


def write(site: Site) -> list[str]:
    """A page for each example; returns their places. Those of the component package are programs
    for a package manager of Pulumi, and are not recorded.
    """
    recordable = {example.name for example in every()}
    names = sorted(file.parent.name for file in (ROOT / "examples").glob("*/README.md"))
    return [_write(site, Example(name), recordable=name in recordable) for name in names]


def _write(site: Site, example: Example, *, recordable: bool) -> str:
    readme = example.folder / "README.md"
    place = page_of(readme)
    assert place is not None, readme
    parts = [*_readme(site, readme, place), *_program(example)]
    if recordable:
        drawing = place.with_suffix(".svg")
        title = f"What {example.name} makes, and what needs what"
        site.write(drawing, picture.svg(recorded(example.name), title))
        parts.insert(1, f"## Picture\n\n![{title}]({drawing.name})")
        parts += [
            *_defaults(example, place),
            _cost(site, example, place),
            *_limits(site, example, place),
        ]
    site.write(place, "\n\n".join(part.strip() for part in parts) + "\n")
    return str(place)


def _readme(site: Site, readme: Path, place: PurePosixPath) -> list[str]:
    """When and how to try it: the example's own page, with the first block under a heading."""
    text = site.linked(readme.read_text(encoding="utf-8"), readme, place)
    before, block_, after = text.partition("\n```")
    return [before, f"## Try it\n{block_}{after}"] if block_ else [before]


def _program(example: Example) -> Iterator[str]:
    yield "## Program"
    for file in [*_files(example, "*"), *_files(example, "app/*"), *_files(example, "resolvers/*")]:
        yield f"`{file.relative_to(example.folder)}`\n\n{block(file)}"


def _files(example: Example, pattern: str) -> list[Path]:
    kinds = (".py", ".js", ".graphql", ".yaml")
    found = (file for file in example.folder.glob(pattern) if file.suffix in kinds)
    left_out = ("Pulumi.yaml", "Pulumi.preview.yaml", "__init__.py")
    python = (example.folder / "__main__.py").is_file()
    return sorted(f for f in found if not (python and f.name in left_out))


def used(example: Example) -> list[str]:
    """The components of the catalogue that the program itself imports."""
    tree = ast.parse((example.folder / "__main__.py").read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("components.")
        for alias in node.names
    }
    return sorted(names & components().keys())


def _defaults(example: Example, place: PurePosixPath) -> Iterator[str]:
    """The arguments with a default of the components that it uses."""
    if not used(example):
        return
    yield "## Defaults"
    for name in used(example):
        module = components()[name][0]
        area = module.split("/")[1]
        to = os.path.relpath(f"reference/{area}.md", place.parent)
        yield f"[`{name}`]({to}#{name.lower()})"
        described = options(f"components/{area}/").get(f"{name}Args")
        if described:
            rows = [
                (f"`{each.name}`", f"`{each.default}`", each.description)
                for each in fields(*described)
                if each.default
            ]
            yield table(("argument", "default", "description"), rows) if rows else ""


def _cost(site: Site, example: Example, place: PurePosixPath) -> str:
    """What is paid for without any use; the rest is by use."""
    bill = floor(recorded(example.name).resources, load(REGION))
    more = site.link("cost.md", CATALOGUE, place)
    said = (
        f"Without any use {bill.always:,.2f} US dollars a month in {REGION}, before the free tier"
    )
    rows = [(f"`{line.resource}`", line.service, f"{bill.cost(line):,.2f}") for line in bill.lines]
    lines = f"\n\n{table(('resource', 'service', 'a month'), rows)}" if rows else ""
    return f"## Cost\n\n{said}; what is used is paid for by use: [cost]({more}).{lines}"


def _limits(site: Site, example: Example, place: PurePosixPath) -> Iterator[str]:
    """What the components promise, and which values they do not take, as the catalogue says."""
    rows = [(f"`{name}`", *row[1:3]) for name in used(example) if (row := catalogue().get(name))]
    if rows:
        yield "## Promises and limits"
        text = table(("component", "what it promises", "what it does not take"), rows)
        yield site.linked(text, CATALOGUE, place)


@cache
def catalogue() -> dict[str, tuple[str, ...]]:
    """The rows of the catalogue by component: what it makes, promises, refuses, and the rest."""
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"\| `(\w+)` \| (.*) \|$", line) for line in lines)
    return {each[1]: tuple(re.split(r"(?<!\\) \| ", each[2])) for each in found if each}
