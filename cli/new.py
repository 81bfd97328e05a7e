"""``platform new service``: everything that adding a service takes."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from cli.scaffold.files import files_of, made, written
from cli.scaffold.names import check
from local import progress
from local.checkout import PYTHON, ROOT
from local.progress import say

HELP = "write a new service: card, infrastructure, handlers, contracts, tests, pages, ledger"

# What follows from the program, and the module that writes it.
MADE = (
    ("recording the schemas of its events", ("program.schema_check", "--write")),
    ("adding its resources to the ledger", ("tests.identity.write",)),
    ("writing the pages", ("tests.docs.write",)),
)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("service",))
    parser.add_argument("name", help="one lower-case word, the plural of what it keeps: reviews")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    started = time.monotonic()
    names = check(args.name, ROOT)
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
    if args.json:
        print(json.dumps({"service": args.name, "new": new, "changed": [*map(_path, changed)]}))
        return 0
    say(f"done in {time.monotonic() - started:.0f} s")
    print("\n".join(f"  new      {path}" for path in new))
    print("\n".join(f"  changed  {_path(path)}" for path in changed))
    print(_next(args.name, names.noun))
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
