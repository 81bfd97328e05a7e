"""Emulator forwarding: the path of a request that an HTTP API forwards to another server.

The emulator's ``$request.path`` is empty in a mapping, and it puts a path that a mapping
sets behind that of the integration's URL, where API Gateway puts it in its place.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

PATH = "overwrite:path"


def correct(gateway: Any) -> None:
    """Change the emulator's API Gateway for HTTP APIs, a module."""
    mapped, forward = gateway._apply_request_parameter_mappings, gateway._invoke_http_proxy

    def with_the_path(integration: Any, **given: Any) -> Any:
        known = {**given["context_vars"], "request.path": given["request_path"]}
        return mapped(integration, **{**given, "context_vars": known})

    async def to_the_server(integration: Any, path: str, *rest: Any) -> Any:
        if PATH in (integration.get("requestParameters") or {}):
            parts = urlsplit(integration["integrationUri"])
            integration = {**integration, "integrationUri": f"{parts.scheme}://{parts.netloc}"}
        return await forward(integration, path, *rest)

    gateway._apply_request_parameter_mappings = with_the_path
    gateway._invoke_http_proxy = to_the_server
