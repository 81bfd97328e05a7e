"""APIs: the arguments of a service's HTTP, REST, WebSocket or GraphQL API, with what the stage
says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.api.http_api import HttpApiArgs, JwtIssuer
from components.api.rest_api import RestApiArgs
from components.api.route import Route
from components.api.web_socket_api import WebSocketApiArgs
from components.defaults import Defaults
from components.graphql.authorization import ApiKey, UserPoolTokens
from components.graphql.graphql_api import GraphqlApiArgs
from components.identity.resource_server import SIGNED_IN
from microservice.context import ServiceContext
from microservice.shared_resources import SharedResources
from settings import SettingsError
from settings.production import is_production

# Access tokens of users have the first, by however they signed in without the domain. With scopes
# both kinds of API take the same tokens: docs/decisions/access-tokens.md
SCOPES = (SIGNED_IN,)

# Bytes from which responses are compressed: below, a response fits into one packet anyway.
COMPRESSED_FROM = 1_400


def http_api_args(
    routes: Sequence[Route], context: ServiceContext, defaults: Defaults
) -> HttpApiArgs:
    """An HTTP API that checks tokens."""
    shared = context.shared
    return HttpApiArgs(
        routes=tuple(routes),
        defaults=defaults,
        description=context.card.capability,
        tokens=JwtIssuer(issuer=shared.token_issuer, audience=shared.token_audience, scopes=SCOPES),
    )


def rest_api_args(
    routes: Sequence[Route], context: ServiceContext, defaults: Defaults
) -> RestApiArgs:
    """A REST API that checks tokens and validates requests."""
    return RestApiArgs(
        routes=tuple(routes),
        stage=context.settings.stage,
        defaults=defaults,
        description=context.card.capability,
        user_pool=context.shared.user_pool,
        scopes=SCOPES,
        cache_size=context.settings.api_cache_size,
        minimum_compression_size=COMPRESSED_FROM,
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


def graphql_api_args(
    given: GraphqlApiArgs, context: ServiceContext, defaults: Defaults
) -> GraphqlApiArgs:
    """A GraphQL API whose log never has headers and results, whatever the stage says of data: the
    headers have the callers' tokens.

    Raises ``SettingsError`` for an API key in production: it proves nothing about a caller.
    """
    if any(isinstance(each, ApiKey) for each in given.authorization):
        stage = context.settings.stage
        if is_production(stage):
            raise SettingsError(
                f"the GraphQL API of {context.card.name} must not take an API key in {stage}, "
                "where every caller would share it"
            )
    return replace(given, defaults=replace(defaults, data_trace=False))


def user_tokens(shared: SharedResources) -> UserPoolTokens:
    """The tokens of the stage's users, for the client of the shop alone."""
    return UserPoolTokens(
        user_pool=shared.user_pool.apply(pool_id_of), client_id=shared.token_audience
    )


def pool_id_of(arn: str) -> str:
    """The id of a user pool in its ARN."""
    return arn.rpartition("/")[2]
