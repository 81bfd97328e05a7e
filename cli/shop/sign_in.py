"""Sign in: an access token of a stage's user pool, which every API takes."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cli.stage.account import Account
from cli.terminal.arguments import WrongArgument
from local.checkout import LocalError

AGENTS = "agents"
# Keeps the rules of the user pool (12 characters, lower, upper, digit). Users of a local stage are
# made by this command and exist on this machine only, so the password protects nothing.
PASSWORD = "First-order-2026!"


@dataclass(frozen=True)
class Token:
    """An access token; ``claims`` is its payload: user name, groups, issuer, ``exp`` in seconds."""

    text: str
    claims: dict[str, Any]

    @classmethod
    def of(cls, text: str) -> Token:
        """Read a token's payload. It is not verified: it comes from the user pool itself."""
        payload = text.split(".")[1]
        padded = payload + "=" * (-len(payload) % 4)
        return cls(text, json.loads(base64.urlsafe_b64decode(padded)))

    @property
    def groups(self) -> list[str]:
        return list(self.claims.get("cognito:groups", []))


def create_user(
    account: Account, user: str, group: str | None = None, password: str = PASSWORD
) -> None:
    """Have a confirmed user in the user pool. ``PASSWORD`` is for local stages only."""
    cognito, pool = account.client("cognito-idp"), account.parameter("platform", "user-pool-id")
    with suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(UserPoolId=pool, Username=user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=user, Password=password, Permanent=True
    )
    if group:
        try:
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName=group)
        except cognito.exceptions.ResourceNotFoundException:
            found = cognito.list_groups(UserPoolId=pool)["Groups"]
            groups = ", ".join(sorted(each["GroupName"] for each in found))
            raise WrongArgument(f"there is no group {group}; the groups are {groups}") from None


def sign_in(account: Account, user: str, password: str = PASSWORD) -> Token:
    """The token of a user who proves who they are with a password."""
    cognito = account.client("cognito-idp")
    try:
        answer = cognito.initiate_auth(
            ClientId=account.parameter("platform", "token-audience"),
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": password},
        )
    except (
        cognito.exceptions.NotAuthorizedException,
        cognito.exceptions.UserNotFoundException,
    ) as error:
        raise LocalError(f"{user} could not sign in: {error}") from None
    if "ChallengeName" in answer:
        raise LocalError(
            f"{user} must answer a challenge first ({answer['ChallengeName']}); "
            "this command signs in with a password alone"
        )
    return Token.of(str(answer["AuthenticationResult"]["AccessToken"]))
