"""``python -m tests.docs.openapi``: requests by schemathesis to every route of a local stage that
is up; prints how many were sent and what was wrong with the answers, a line for each route.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from cli.api.documents import read, services
from cli.shop.client import Shop
from cli.shop.sign_in import AGENTS
from cli.terminal import usage
from cli.terminal.arguments import Command, Text, Whole
from settings import SERVICES, Settings
from tests.docs.openapi.requests import Known, Outcome, outcomes
from tests.flows.shopping import ordered, stocked


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


def everywhere() -> list[str]:
    """The services with a document that every stage has."""
    return [name for name in services() if name in SERVICES]


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


@click.command(cls=Command, help=__doc__)
@click.argument("service", required=False, metavar="[SERVICE]", type=click.Choice(services()))
@click.option("--cases", type=Whole(1, 10_000), default=50, help="of each mode, per route")
@click.option("--endpoint", type=Text(200), help="another emulator's than the stage's")
@click.option("--json", "as_json", is_flag=True, help="print a list of the routes' outcomes")
def main(service: str | None, cases: int, endpoint: str | None, as_json: bool) -> int:
    """Print the outcomes; 1 if an answer was wrong. The stage is ``local``."""
    settings = Settings.of_stage("local")
    shop = Shop("local", settings.region, endpoint or settings.endpoint)
    found = []
    if not as_json:
        print(Outcome.HEADER)
    for outcome in asked(shop, [service] if service else everywhere(), cases):
        found.append(outcome)
        if not as_json:
            print(outcome, flush=True)
            for said, request in outcome.failures.items():
                print(f"  {said}\n    {request}")
    failures = sum(len(outcome.failures) for outcome in found)
    if as_json:
        print(json.dumps([asdict(outcome) for outcome in found], indent=2))
    else:
        print(f"{sum(outcome.cases for outcome in found)} cases, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(usage.run(main, "tests.docs.openapi"))
