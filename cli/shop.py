"""Shop: a deployed stage as its customers meet it: links found by path, APIs over HTTP."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import urllib3

from cli.account import CONNECTIONS, Account
from local.checkout import LocalError

AGENTS = "agents"
# Long enough for the rules of a user pool, and worth nothing: the pool lives on this machine.
PASSWORD = "First-order-2026!"
ANSWERED_WITHIN_SECONDS = 60


class Refused(LocalError):
    """An API answered with an error; ``status`` is its code, ``said`` the body as text."""

    def __init__(self, request: str, status: int, said: str) -> None:
        super().__init__(f"{request} answered {status}: {said}")
        self.status, self.said = status, said


@dataclass(frozen=True)
class Shop:
    """The APIs and the user pool of a local stage; may be shared by threads."""

    stage: str
    region: str
    endpoint: str

    def link(self, service: str, key: str = "endpoint") -> str:
        """A parameter of the registry."""
        return self._account.link(service, key)

    def sign_in(self, user: str, group: str | None = None) -> str:
        """A token for a user, who is made if there is none."""
        cognito, pool = self.client("cognito-idp"), self.link("platform", "user-pool-id")
        with suppress(cognito.exceptions.UsernameExistsException):
            cognito.admin_create_user(UserPoolId=pool, Username=user, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(
            UserPoolId=pool, Username=user, Password=PASSWORD, Permanent=True
        )
        if group:
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=user, GroupName=group)
        answer = cognito.initiate_auth(
            ClientId=self.link("platform", "token-audience"),
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])

    def ask(
        self,
        method: str,
        service: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        **headers: str,
    ) -> Any:
        """Call a service's API; ``headers`` by name, with _ for -. Raises ``Refused``."""
        url = self.link(service) + path
        answer = self._http.request(
            method,
            url,
            body=body if body is None or isinstance(body, bytes) else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                **({"Authorization": token} if token else {}),
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            timeout=ANSWERED_WITHIN_SECONDS,
            retries=False,
        )
        if answer.status >= 400:
            raise Refused(f"{method} {url}", answer.status, answer.data.decode(errors="replace"))
        return json.loads(answer.data or b"null")

    def client(self, service: str) -> Any:
        """A client of the emulator for one AWS service."""
        return self._account.client(service)

    @cached_property
    def _account(self) -> Account:
        return Account(self.stage, self.region, self.endpoint)

    @cached_property
    def _http(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(maxsize=CONNECTIONS, block=True)
