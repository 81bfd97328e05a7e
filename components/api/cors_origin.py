"""CORS origin: how the responses of a REST API's own name the origin that may read them.

API Gateway sends constants. Where several origins are allowed, a template of the response sends
that of the request in place of the first, if it is one of them; a gateway response has no such
template, and can only send the origin of every request:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

from __future__ import annotations

from collections.abc import Sequence

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
REQUESTED = "method.request.header.Origin"

# A browser speaks HTTP/2, whose names of headers are in lower case; to templates they are others.
READ = (
    '#set($origin = $input.params().header.get("Origin"))'
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end'
)


def constants(origins: Sequence[str]) -> dict[str, str]:
    """The response's headers without its template: the first origin and, if there are more, that
    responses differ by origin; quoted values are constants.
    """
    return {ALLOW_ORIGIN: f"'{origins[0]}'", **_varies(origins)}


def chosen(origins: Sequence[str]) -> str:
    """The beginning of a response's template that sends the request's origin; empty for one."""
    if len(origins) == 1:
        return ""
    known = " || ".join(f'$origin == "{origin}"' for origin in origins[1:])
    override = f"#set($context.responseOverride.header.{ALLOW_ORIGIN} = $origin)"
    return f"{READ}#if({known}){override}#end"


def reflected(origins: Sequence[str]) -> dict[str, str]:
    """The headers of a gateway response. With several origins any may read API Gateway's own
    errors, as of a wrong token: the preflight has kept others from sending one.
    """
    if len(origins) == 1:
        return constants(origins)
    return {ALLOW_ORIGIN: REQUESTED, **_varies(origins)}


def cache_keys(origins: Sequence[str]) -> set[str]:
    """The cache keys that responses need which have the origin of their request."""
    return {REQUESTED} if len(origins) > 1 else set()


def _varies(origins: Sequence[str]) -> dict[str, str]:
    return {"Vary": "'Origin'"} if len(origins) > 1 else {}
