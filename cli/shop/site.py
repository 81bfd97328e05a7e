"""``platform site``: the address of the shop's page, alone on a line."""

from __future__ import annotations

import json

import click

from cli.shop.sign_in import PASSWORD
from cli.stage.account import account_of
from cli.terminal.arguments import Command, any_stage_option, json_option
from local.checkout import LocalError
from local.edge_address import on_emulator
from local.progress import say


@click.command(cls=Command)
@json_option
@any_stage_option
def run(as_json: bool, stage_name: str) -> int:
    from settings import Settings

    if not Settings.of_stage(stage_name).site:
        raise LocalError(
            f"stage {stage_name} has no site: set site: true in Pulumi.{stage_name}.yaml"
        )
    with account_of(stage_name) as account:
        try:
            url = account.parameter("storefront", "site")
        except account.client("ssm").exceptions.ParameterNotFound:
            raise LocalError(
                f"the site of stage {stage_name} is not deployed: deploy the stage first"
            ) from None
    shown = on_emulator(url, account.endpoint) if account.endpoint else url
    print(json.dumps({"url": shown}) if as_json else shown)
    if account.endpoint:
        say(f"sign in as any user of platform token, with the password {PASSWORD}")
    return 0
