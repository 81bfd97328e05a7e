"""``platform site``: the address of the shop's page, alone on a line."""

from __future__ import annotations

import argparse

from cli.account import account_of, any_stage_option
from local.checkout import LocalError
from local.edge_address import on_emulator

HELP = "print the address of the shop's page; on a local stage the emulator serves it"


def options(parser: argparse.ArgumentParser) -> None:
    any_stage_option(parser)


def run(args: argparse.Namespace) -> int:
    from settings import Settings

    if not Settings.of_stage(args.stage).site:
        raise LocalError(
            f"stage {args.stage} has no site: set site: true in Pulumi.{args.stage}.yaml"
        )
    with account_of(args.stage) as account:
        try:
            url = account.parameter("storefront", "site")
        except account.client("ssm").exceptions.ParameterNotFound:
            raise LocalError(
                f"the site of stage {args.stage} is not deployed: deploy the stage first"
            ) from None
    print(on_emulator(url, account.endpoint) if account.endpoint else url)
    return 0
