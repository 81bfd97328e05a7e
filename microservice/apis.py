"""APIs: the arguments of a service's HTTP or REST API, with the stage's token check."""

from __future__ import annotations

from collections.abc import Sequence

from components.api.http_api import HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApiArgs
from components.api.route import Route
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
