"""Live shop: the shop of a stage that others use too, with users of its own for a while."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cli.shop.client import Shop
from cli.shop.sign_in import create_user, sign_in
from cli.stage.account import Account


@dataclass(frozen=True)
class LiveShop(Shop):
    """Users get names that no one has, and passwords that no one knows."""

    account: Account
    users: list[str] = field(default_factory=list)

    def sign_in(self, user: str, group: str | None = None) -> str:
        """The token of a new user; ``user`` is a part of its name."""
        name = f"live-{uuid.uuid4().hex[:8]}-{user}"
        # Upper case, lower case and a digit, as the user pool asks.
        password = f"Aa1-{secrets.token_urlsafe(24)}"
        self.users.append(name)
        create_user(self.account, name, group, password)
        return sign_in(self.account, name, password).text

    def delete_users(self) -> None:
        """Delete the users that signed in here."""
        cognito = self.account.client("cognito-idp")
        pool = self.parameter("platform", "user-pool-id")
        for name in self.users:
            cognito.admin_delete_user(UserPoolId=pool, Username=name)


@contextmanager
def live_shop(stage: str, region: str, endpoint: str | None) -> Iterator[LiveShop]:
    """The shop of a stage; without ``endpoint`` on AWS, with the session's credentials."""
    shop = LiveShop(stage, region, endpoint, Account(stage, region, endpoint))
    try:
        yield shop
    finally:
        shop.delete_users()
