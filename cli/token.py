"""``platform token``: signs a user in and prints the token that the stage's APIs take."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from cli.account import Account, account_of, any_stage_option
from cli.arguments import text
from cli.sign_in import Token, create_user, sign_in
from local.checkout import LocalError

HELP = "sign a user in and print the token for the Authorization header of the APIs"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "user", type=text(128), help="the user name; a local stage creates the user if need be"
    )
    parser.add_argument(
        "--group", type=text(128), help="a group to put the user into, such as agents (local only)"
    )
    parser.add_argument("--json", action="store_true", help="print user, groups and expiry too")
    any_stage_option(parser)


def run(args: argparse.Namespace) -> int:
    with account_of(args.stage) as account:
        if account.endpoint:
            create_user(account, args.user, args.group)
            token = sign_in(account, args.user)
        else:
            token = _on_aws(account, args.user, args.group)
    print(json.dumps(described(token), indent=2) if args.json else token.text)
    return 0


def described(token: Token) -> dict[str, object]:
    """The token and what it says, for programs; ``userId`` is the customer of their orders.

    ``expiresAt`` is in seconds since 1970, UTC.
    """
    return {
        "token": token.text,
        "user": token.claims["username"],
        "userId": token.claims["sub"],
        "groups": token.groups,
        "expiresAt": token.claims["exp"],
    }


def _on_aws(account: Account, user: str, group: str | None) -> Token:
    """Ask for the password of a user who exists; users and groups there are made by people."""
    from settings import Settings

    if group:
        raise LocalError(
            f"--group is for local stages; on {account.stage} an administrator adds {user} to "
            f"{group}: aws cognito-idp admin-add-user-to-group"
        )
    if not Settings.of_stage(account.stage).password_sign_in:
        raise LocalError(
            f"stage {account.stage} takes no password sign-in (password_sign_in in "
            f"Pulumi.{account.stage}.yaml is false): sign in through a front end, with SRP"
        )
    if not sys.stdin.isatty():
        raise LocalError(f"the password of {user} is asked for at a terminal, and this is none")
    return sign_in(account, user, getpass.getpass(f"password of {user} on {account.stage}: "))
