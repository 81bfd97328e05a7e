"""``platform new service``: everything that adding a service takes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from cli.develop.scaffold.files import files_of, made, written
from cli.develop.scaffold.names import check
from cli.terminal.arguments import Command, json_option
from local import progress
from local.checkout import PYTHON, ROOT
from local.progress import say

# What follows from the program, and the module that writes it. The ledger is the last: the document
# of the service's API, one of the pages, is a file of the site, and so a resource.
MADE = (
    ("recording the schemas of its events", ("program.schema_check", "--write")),
    ("writing the pages", ("tests.docs.write",)),
    ("adding its resources to the ledger", ("tests.identity.write",)),
)


@click.command(cls=Command)
@click.argument("what", type=click.Choice(["service"]))
@click.argument("name")
@json_option
def run(what: str, name: str, as_json: bool) -> int:
    """NAME is one lower-case word, the plural of what the service keeps: reviews."""
    started = time.monotonic()
    names = check(name, ROOT)
    files = files_of(names)
    docs = ROOT / "docs"
    pages = [ROOT / "README.md", *sorted(docs.rglob("*.md")), *sorted(docs.rglob("*.html"))]
    ledgers = sorted((ROOT / "tests" / "identity").glob("*.txt"))
    before = {path: path.read_bytes() for path in (*pages, *ledgers)}
    there = made(ROOT)
    with written(ROOT, files, list(before)):
        _format(sorted(files))
        for what, module in MADE:
            progress.run(what, [str(PYTHON), "-m", *module], cwd=ROOT)
    changed = [path for path, content in before.items() if path.read_bytes() != content]
    new = sorted([*files, *map(_path, made(ROOT) - there)])
    if as_json:
        print(json.dumps({"service": name, "new": new, "changed": [*map(_path, changed)]}))
        return 0
    say(f"done in {time.monotonic() - started:.0f} s")
    print("\n".join(f"  new      {path}" for path in new))
    print("\n".join(f"  changed  {_path(path)}" for path in changed))
    print(_next(name, names.noun))
    return 0


def _format(files: list[str]) -> None:
    """Lines of a length that depends on the name, and imports in the order of the names."""
    for arguments in (("check", "--select", "I", "--fix"), ("format",)):
        command = [str(PYTHON), "-m", "ruff", *arguments, "--quiet", *files]
        progress.run(f"ruff {arguments[0]}", command, cwd=ROOT)


def _path(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _next(service: str, noun: str) -> str:
    return f"""
Now:
  platform check {service}   # what is missing for it, if anything
  make test
  make up
  curl -s "$(platform url {service})/{service}" -H "Authorization: $(platform token alice)" \\
    --json '{{"{noun}Id": "first", "text": "hello"}}'
Then say in services/{service}/__init__.py what it is for, and make it so:
contracts/{service}.py is what it accepts and publishes, services/{service}/app/domain.py its rules.
"""
