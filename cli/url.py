"""``platform url``: the URL of one service's API, alone on a line, for use in a shell."""

from __future__ import annotations

import argparse

from cli.account import account_of, any_stage_option
from cli.arguments import text
from local.checkout import LocalError

HELP = "print the URL of a service's API, for a shell: $(platform url orders)"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", type=text(64), help="the service, such as orders")
    any_stage_option(parser)


def run(args: argparse.Namespace) -> int:
    from settings import Settings

    services = Settings.of_stage(args.stage).deployed
    if args.service not in services:
        raise LocalError(
            f"stage {args.stage} has no service {args.service}; it has {', '.join(services)}"
        )
    with account_of(args.stage) as account:
        try:
            print(account.parameter(args.service, "endpoint"))
        except account.client("ssm").exceptions.ParameterNotFound:
            raise LocalError(
                f"{args.service} has no API on stage {args.stage}: deploy the stage first"
            ) from None
    return 0
