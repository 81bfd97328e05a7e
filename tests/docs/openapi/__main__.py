"""``python -m tests.docs.openapi``: requests by schemathesis to every route of a local stage that
is up; prints how many were sent and what was wrong with the answers, a line for each route.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from cli.api_documents import read, services
from cli.arguments import Parser, text, whole
from cli.shop import Shop
from cli.sign_in import AGENTS
from settings import Settings
from tests.docs.openapi.requests import Known, Outcome, outcomes
from tests.flows.shopping import ordered, stocked


def command_line() -> Parser:
    """The arguments."""
    line = Parser(prog="tests.docs.openapi", description=__doc__)
    line.add_argument("service", nargs="?", choices=services(), metavar="service")
    line.add_argument("--cases", type=whole(1, 10_000), default=50, help="of each mode, per route")
    line.add_argument("--endpoint", type=text(200), help="another emulator's than the stage's")
    line.add_argument("--json", action="store_true", help="print a list of the routes' outcomes")
    return line


def asked(
    shop: Shop, names: Sequence[str], cases: int, at_limits: bool = True
) -> Iterator[Outcome]:
    """The outcomes of the routes of services, whose callers are a user and an agent."""
    user, agent = shop.sign_in("reader"), shop.sign_in("agent", AGENTS)
    known = existing(shop, user, agent)
    for service in names:
        yield from outcomes(
            read(service),
            shop.parameter(service),
            [agent, user],
            cases=cases,
            at_limits=at_limits,
            known=known,
        )


def existing(shop: Shop, user: str, agent: str) -> Known:
    """Values of paths: an item, a confirmed order with its parcel, and an import."""
    item = stocked(shop, agent, 1_000_000)
    order = ordered(shop, user, item, 1)["orderId"]
    row = {"itemId": f"{item}-imported", "name": "A CD", "priceCents": 1250}
    started = shop.request("POST", "catalog", "/imports", agent, {"items": [row]})
    return {
        "itemId": item,
        "orderId": order,
        "parcelId": f"{order}-1",
        "importId": started["importId"],
    }


def main(args: argparse.Namespace) -> int:
    """Print the outcomes; 1 if an answer was wrong. The stage is ``local``."""
    settings = Settings.of_stage("local")
    shop = Shop("local", settings.region, args.endpoint or settings.endpoint)
    found = []
    if not args.json:
        print(Outcome.HEADER)
    for outcome in asked(shop, [args.service] if args.service else services(), args.cases):
        found.append(outcome)
        if not args.json:
            print(outcome, flush=True)
            for said, request in outcome.failures.items():
                print(f"  {said}\n    {request}")
    failures = sum(len(outcome.failures) for outcome in found)
    if args.json:
        print(json.dumps([asdict(outcome) for outcome in found], indent=2))
    else:
        print(f"{sum(outcome.cases for outcome in found)} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(command_line().read()))
