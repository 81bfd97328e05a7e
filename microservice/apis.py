"""APIs: the arguments of a service's HTTP, REST or WebSocket API, with what the stage says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.api.http_api import HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApiArgs
from components.api.route import Route
from components.api.web_socket_api import WebSocketApiArgs
from components.defaults import Defaults
from microservice.context import ServiceContext
from settings import KEY, SettingsError, file_of


def http_api_args(
    routes: Sequence[Route], context: ServiceContext, defaults: Defaults
) -> HttpApiArgs:
    """An HTTP API that checks tokens."""
    shared = context.shared
    return HttpApiArgs(
        routes=tuple(routes),
        defaults=defaults,
        description=context.card.capability,
        tokens=JwtIssuer(issuer=shared.token_issuer, audience=shared.token_audience),
    )


def rest_api_args(
    routes: Sequence[Route], context: ServiceContext, defaults: Defaults
) -> RestApiArgs:
    """A REST API that checks tokens and validates requests.

    Raises ``SettingsError`` for a stage with several CORS origins.
    """
    settings, origins = context.settings, defaults.cors_origins
    if len(origins) > 1 and origins == settings.cors_origins:
        raise SettingsError(
            f"{file_of(settings.stage).name}: {KEY}.cors_origins: must be one origin, since the "
            f"REST API of {context.card.name} sends the same to all callers; given {origins!r}"
        )
    return RestApiArgs(
        routes=tuple(routes),
        stage=context.settings.stage,
        defaults=defaults,
        description=context.card.capability,
        user_pool=context.shared.user_pool,
        after=context.shared.api_logs,
    )


def web_socket_api_args(
    given: WebSocketApiArgs, context: ServiceContext, defaults: Defaults
) -> WebSocketApiArgs:
    """A WebSocket API with the stage's name, and its logs."""
    return replace(
        given,
        stage=context.settings.stage,
        defaults=defaults,
        description=given.description or context.card.capability,
        after=(*given.after, *context.shared.api_logs),
    )
