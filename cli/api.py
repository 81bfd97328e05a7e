"""``platform api``: the routes of the services, who may call each, and a body to try."""

from __future__ import annotations

import argparse
import json
import webbrowser
from pathlib import Path

from cli import api_documents, api_page
from cli.arguments import text
from local import files
from local.checkout import LOCAL, LocalError

HELP = "list the routes of the services: who may call each, an example body, a request to try"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "service",
        nargs="?",
        choices=api_documents.services(),
        metavar="service",
        help="the service; all of them if not given",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="print the OpenAPI document; of all services, by name"
    )
    form.add_argument(
        "--html", type=text(1000), metavar="FILE", help="write a page that needs no network"
    )
    form.add_argument("--open", action="store_true", help="show the page in the browser")


def run(args: argparse.Namespace) -> int:
    names = [args.service] if args.service else api_documents.services()
    documents = {name: api_documents.read(name) for name in names}
    if args.json:
        print(json.dumps(documents[args.service] if args.service else documents, indent=2))
        return 0
    if args.html or args.open:
        file = written(Path(args.html) if args.html else LOCAL / "api.html", documents)
        print(file)
        if args.open:
            webbrowser.open(file.as_uri())
        return 0
    listings = ("\n".join(api_documents.described(each)) for each in documents.values())
    print("\n\n".join(listings))
    return 0


def written(file: Path, documents: dict[str, api_documents.Document]) -> Path:
    """The page of the documents in a file; returns its whole path."""
    try:
        files.write(file, api_page.page(list(documents.values())))
    except OSError as error:
        raise LocalError(f"cannot write the page to {file}: {error.strerror}") from None
    return file.resolve()
