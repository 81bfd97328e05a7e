"""Old system: what an HTTP API forwards requests to that no route of its own takes.

So an application is replaced route by route, while all of it answers at one address: the strangler.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

# Of all routes the one that takes what no other does.
KEY = "$default"


def check(url: object) -> None:
    """Raise ``ValueError`` for a text that is no address of an HTTP server."""
    if not isinstance(url, str):
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            f"old_system must be a URL of http or https without query, as https://shop.example, "
            f"got {url}"
        )


def forward_the_rest(
    name: str, api: pulumi.Input[str], url: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> tuple[aws.apigatewayv2.Integration, aws.apigatewayv2.Route]:
    """The integration with the old system, and the route behind all others; method, path, query,
    headers and body are the caller's.
    """
    integration = aws.apigatewayv2.Integration(
        f"{name}-old-system-integration",
        api_id=api,
        integration_type="HTTP_PROXY",
        integration_method="ANY",
        integration_uri=url,
        payload_format_version="1.0",
        # Without it every request would be one for the path of the URL:
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
        request_parameters={"overwrite:path": pulumi.Output.from_input(url).apply(path_at)},
        opts=opts,
    )
    route = aws.apigatewayv2.Route(
        f"{name}-old-system-route",
        api_id=api,
        route_key=KEY,
        target=pulumi.Output.concat("integrations/", integration.id),
        authorization_type="NONE",
        opts=opts,
    )
    return integration, route


def path_at(url: str) -> str:
    """The path of a request, below that of the old system's URL."""
    return f"{urlsplit(url).path.rstrip('/')}${{request.path}}"
