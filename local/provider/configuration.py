"""The provider's configuration: where the emulator is, and what every resource is tagged with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.wire import UNKNOWN, Props, contains_unknown

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """A provider resource's inputs, read and found safe."""

    region: str = DEFAULT_REGION
    endpoints: Mapping[str, str] = field(default_factory=dict)
    default_tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for service, endpoint in self.endpoints.items():
            host = urlsplit(endpoint).hostname
            if host not in LOOPBACK:
                raise ProviderError(
                    "this provider only speaks to an emulator on this machine "
                    f"({', '.join(sorted(LOOPBACK))}), but the endpoint of {service} is {endpoint}"
                )

    def cloud(self) -> Cloud:
        return Cloud(region=self.region, endpoints=self.endpoints)


def configuration_of(inputs: Props) -> Configuration:
    """The configuration in a provider's inputs, where nested values arrive as JSON text."""
    opened = {key: _opened(value) for key, value in inputs.items()}
    if contains_unknown(opened.get("endpoints")):
        raise ProviderError("the provider's endpoints must be known before the deployment starts")
    return Configuration(
        region=_known(opened.get("region")) or os.environ.get("AWS_REGION") or DEFAULT_REGION,
        endpoints=_endpoints(opened.get("endpoints") or []),
        default_tags=(_known(opened.get("defaultTags")) or {}).get("tags") or {},
    )


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.loads(value)
    return value


def _known(value: Any) -> Any:
    return None if value is UNKNOWN else value


def _endpoints(blocks: list[dict[str, str]]) -> dict[str, str]:
    return {service: url for block in blocks for service, url in block.items() if url}
