"""Shop: a client of a deployed stage: its user pool, its APIs over HTTP, its parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import urllib3

from cli.shop.sign_in import create_user, sign_in
from cli.stage.account import CONNECTIONS, Account
from local.checkout import LocalError

TIMEOUT_SECONDS = 60


class HttpError(LocalError):
    """A response with a status of 400 or more; ``body`` is its text."""

    def __init__(self, request: str, status: int, body: str) -> None:
        super().__init__(f"{request} answered {status}: {body}")
        self.status, self.body = status, body


@dataclass(frozen=True)
class Shop:
    """The APIs and the user pool of a stage; may be shared by threads.

    Without ``endpoint`` the stage is on AWS, with the caller's credentials.
    """

    stage: str
    region: str
    endpoint: str | None

    def parameter(self, service: str, key: str = "endpoint") -> str:
        """A parameter that a service or the platform has put into Parameter Store."""
        return self._account.parameter(service, key)

    def sign_in(self, user: str, group: str | None = None) -> str:
        """A token for a user, who is created if need be; on local stages only."""
        create_user(self._account, user, group)
        return sign_in(self._account, user).text

    def request(
        self,
        method: str,
        service: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        **headers: str,
    ) -> Any:
        """Call a service's API and decode its JSON; ``headers`` by name, with _ for -.

        Raises ``HttpError`` for a status of 400 or more.
        """
        url = self.parameter(service) + path
        response = self._http.request(
            method,
            url,
            body=body if body is None or isinstance(body, bytes) else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                **({"Authorization": token} if token else {}),
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            timeout=TIMEOUT_SECONDS,
            retries=False,
        )
        if response.status >= 400:
            text = response.data.decode(errors="replace")
            raise HttpError(f"{method} {url}", response.status, text)
        return json.loads(response.data or b"null")

    def client(self, service: str) -> Any:
        """A client for one AWS service."""
        return self._account.client(service)

    @cached_property
    def _account(self) -> Account:
        return Account(self.stage, self.region, self.endpoint)

    @cached_property
    def _http(self) -> urllib3.PoolManager:
        return urllib3.PoolManager(maxsize=CONNECTIONS, block=True)
