"""``platform url``: the URL of one service's API, alone on a line, for use in a shell."""

from __future__ import annotations

import click

from cli.stage.account import account_of
from cli.terminal.arguments import Command, Text, any_stage_option
from local.checkout import LocalError


@click.command(cls=Command)
@click.argument("service", type=Text(64))
@any_stage_option
def run(service: str, stage_name: str) -> int:
    from settings import Settings

    services = Settings.of_stage(stage_name).deployed
    if service not in services:
        raise LocalError(
            f"stage {stage_name} has no service {service}; it has {', '.join(services)}"
        )
    with account_of(stage_name) as account:
        try:
            print(account.parameter(service, "endpoint"))
        except account.client("ssm").exceptions.ParameterNotFound:
            raise LocalError(
                f"{service} has no API on stage {stage_name}: deploy the stage first"
            ) from None
    return 0
