"""Doors: how a service answers over HTTP, with the stage's tokens checked before it does."""

from __future__ import annotations

from collections.abc import Sequence

from components.api.http_api import HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApiArgs
from components.api.route import Route
from microservice.context import ServiceContext


def http_api_args(routes: Sequence[Route], context: ServiceContext) -> HttpApiArgs:
    """A door where tokens are checked."""
    platform = context.platform
    return HttpApiArgs(
        routes=tuple(routes),
        defaults=context.defaults,
        description=context.card.capability,
        tokens=JwtIssuer(issuer=platform.token_issuer, audience=platform.token_audience),
    )


def rest_api_args(routes: Sequence[Route], context: ServiceContext) -> RestApiArgs:
    """A door where tokens and requests are checked."""
    return RestApiArgs(
        routes=tuple(routes),
        stage=context.settings.stage,
        defaults=context.defaults,
        description=context.card.capability,
        user_pool=context.platform.user_pool,
        after=context.platform.api_logs,
    )
