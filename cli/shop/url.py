"""``platform url``: the URL of one service's API, alone on a line, for use in a shell."""

from __future__ import annotations

import json

import click

from cli.stage import services
from cli.stage.account import account_of
from cli.stage.services import Named, ServiceName
from cli.terminal.arguments import Command, any_stage_option, json_option
from local.checkout import LocalError


@click.command(cls=Command)
@click.argument("service", type=ServiceName())
@json_option
@any_stage_option
def run(service: str, as_json: bool, stage_name: str) -> int:
    from settings import Settings

    services.check(Named(stage_name, Settings.of_stage(stage_name).deployed), [service])
    with account_of(stage_name) as account:
        try:
            url = account.parameter(service, "endpoint")
        except account.client("ssm").exceptions.ParameterNotFound:
            raise LocalError(
                f"{service} has no API on stage {stage_name}: deploy the stage first"
            ) from None
    print(json.dumps({"service": service, "url": url}) if as_json else url)
    return 0
