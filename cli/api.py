"""``platform api``: the routes of the services, who may call each, and a body to try."""

from __future__ import annotations

import argparse
import json

from cli import api_documents

HELP = "list the routes of the services: who may call each, an example body, a request to try"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "service",
        nargs="?",
        choices=api_documents.services(),
        metavar="service",
        help="the service; all of them if not given",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the OpenAPI document; of all services, by name"
    )


def run(args: argparse.Namespace) -> int:
    names = [args.service] if args.service else api_documents.services()
    documents = {name: api_documents.read(name) for name in names}
    if args.json:
        print(json.dumps(documents[args.service] if args.service else documents, indent=2))
        return 0
    listings = ("\n".join(api_documents.described(each)) for each in documents.values())
    print("\n\n".join(listings))
    return 0
