"""``platform event-sample``: an event as a source sends it, for ``platform invoke`` and tests."""

from __future__ import annotations

import json
from typing import Any

import click

from cli.events.contents import Contents, of_event, of_route
from cli.events.json_file import LONGEST_PATH, read
from cli.events.samples import SOURCES
from cli.stage.account import account_of
from cli.terminal.arguments import Command, StageName, Text
from cli.terminal.output_file import write


@click.command(cls=Command)
@click.argument("source", metavar="SOURCE", type=click.Choice(list(SOURCES)))
@click.option("--event", type=Text(64), help="an event of the services, as OrderPlaced")
@click.option("--route", type=Text(200), help="a route of the services, as POST=/orders")
@click.option("--data", type=Text(LONGEST_PATH), help="a JSON file: body, message, item or record")
@click.option("--output", type=Text(LONGEST_PATH), help="a file to write, in place of stdout")
@click.option("--stage", "stage_name", type=StageName(), help="a stage whose sign-in to name")
def run(
    source: str,
    event: str | None,
    route: str | None,
    data: str | None,
    output: str | None,
    stage_name: str | None,
) -> int:
    """SOURCE is what invokes the function. What an event holds comes from the schema on record,
    what a request holds from the OpenAPI document of its service.
    """
    fields: dict[str, Any] = {}
    if stage_name:
        with account_of(stage_name) as account:
            fields["client_id"] = account.parameter("platform", "token-audience")
    if event:
        fields |= of_event(event)
    if route:
        fields |= of_route(route)
    if data:
        fields["data"] = read(data)
    shown = json.dumps(SOURCES[source](Contents(**fields)), indent=2)
    if output is None:
        print(shown)
    else:
        write(output, f"{shown}\n")
    return 0
