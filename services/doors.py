"""Doors: how a service answers over HTTP, with the stage's tokens checked before it does."""

from __future__ import annotations

from collections.abc import Sequence

from components.api.http_api import HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApiArgs
from components.api.route import Route
from services.surroundings import Surroundings


def http_door(routes: Sequence[Route], around: Surroundings) -> HttpApiArgs:
    """A door where tokens are checked."""
    platform = around.platform
    return HttpApiArgs(
        routes=tuple(routes),
        standards=around.standards,
        description=around.card.capability,
        tokens=JwtIssuer(issuer=platform.token_issuer, audience=platform.token_audience),
    )


def rest_door(routes: Sequence[Route], around: Surroundings) -> RestApiArgs:
    """A door where tokens and requests are checked."""
    return RestApiArgs(
        routes=tuple(routes),
        stage=around.settings.stage,
        standards=around.standards,
        description=around.card.capability,
        user_pool=around.platform.user_pool,
        after=around.platform.api_logs,
    )
