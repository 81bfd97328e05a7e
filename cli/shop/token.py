"""``platform token``: signs a user in and prints the token that the stage's APIs take."""

from __future__ import annotations

import getpass
import json
import sys

import click

from cli.shop.sign_in import Token, create_user, sign_in
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, WrongArgument, any_stage_option
from local.checkout import LocalError


@click.command(cls=Command)
@click.argument("user", type=Text(128))
@click.option(
    "--group", type=Text(128), help="a group to put the user into, such as agents (local only)"
)
@click.option("--json", "as_json", is_flag=True, help="print user, groups and expiry too")
@any_stage_option
def run(user: str, group: str | None, as_json: bool, stage_name: str) -> int:
    """A local stage creates the user if need be."""
    with account_of(stage_name) as account:
        if account.endpoint:
            create_user(account, user, group)
            token = sign_in(account, user)
        else:
            token = _on_aws(account, user, group)
    print(json.dumps(described(token), indent=2) if as_json else token.text)
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
        raise WrongArgument(
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
