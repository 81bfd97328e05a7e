"""The emulator as the resource types see it: boto3 clients made once, when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

PARALLEL = 32
PLACEHOLDER_ACCOUNT = "123456789012"
EMULATED_ACCOUNT = "000000000000"

SETTINGS = {
    "inject_host_prefix": False,
    "max_pool_connections": PARALLEL,
    "retries": {"total_max_attempts": 3, "mode": "standard"},
    "connect_timeout": 5,
    "read_timeout": 60,
    "s3": {"addressing_style": "path"},
}


@dataclass(kw_only=True)
class Cloud:
    """One Region of one emulator; ``endpoints`` is empty when there is only planning to do."""

    region: str
    endpoints: Mapping[str, str]
    access_key: str = "test"
    secret_key: str = "test"
    _clients: dict[str, Any] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock)
    _elsewhere: dict[str, Cloud] = field(default_factory=dict)

    @property
    def only_plans(self) -> bool:
        return not self.endpoints

    @property
    def endpoint(self) -> str:
        return next(iter(self.endpoints.values()), "")

    @property
    def account(self) -> str:
        """The emulator has one account; a preview knows it without a running emulator."""
        return PLACEHOLDER_ACCOUNT if self.only_plans else EMULATED_ACCOUNT

    def at(self, region: str) -> Cloud:
        """Another Region of the same emulator."""
        if region == self.region:
            return self
        there = Cloud(
            region=region,
            endpoints=self.endpoints,
            access_key=self.access_key,
            secret_key=self.secret_key,
        )
        return self._elsewhere.setdefault(region, there)

    def client(self, service: str) -> Any:
        if service not in self._clients:
            with self._lock:
                if service not in self._clients:
                    self._clients[service] = self._connect(service)
        return self._clients[service]

    def _connect(self, service: str) -> Any:
        from botocore.config import Config

        return self._session.client(
            service,
            endpoint_url=self.endpoints.get(service, self.endpoint),
            config=Config(**SETTINGS),
        )

    @cached_property
    def _session(self) -> Any:
        """A preview needs no client, so it does not pay for the import either."""
        import boto3

        return boto3.Session(self.access_key, self.secret_key, region_name=self.region)

    def arn(self, service: str, path: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{path}"
