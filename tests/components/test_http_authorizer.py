import json

import pytest
from pulumi_aws import apigatewayv2, lambda_

from components.api.http_api import HttpApi, HttpApiArgs, JwtIssuer
from components.api.request_authorizer import RequestAuthorizer
from components.api.route import Route
from components.api.throttle import Throttle
from tests.cloud import deploy
from tests.components.sample import arn, defaults

EXISTING = arn("lambda", "function:existing")
TOKENS = JwtIssuer(issuer="https://issuer", audience="client", scopes=("shop/read",))
CHECK = RequestAuthorizer(function=arn("lambda", "function:check"), query=("token",), ttl=0)


def route(path: str = "/items", **changes) -> Route:
    return Route(method="GET", path=path, function=EXISTING, **changes)


def made(*routes: Route, **given):
    return deploy(
        lambda: HttpApi("shop", HttpApiArgs(routes=routes, defaults=defaults(), **given)).url
    )


def test_a_function_decides_with_a_simple_response_and_is_asked_each_time():
    cloud = made(route(), route("/open", public=True), authorizer=CHECK)
    found = cloud.one(apigatewayv2.Authorizer).inputs
    assert (found["authorizerType"], found["authorizerPayloadFormatVersion"]) == ("REQUEST", "2.0")
    assert found["enableSimpleResponses"] is True
    assert found["identitySources"] == [
        "$request.header.Authorization",
        "$request.querystring.token",
    ]
    assert found["authorizerResultTtlInSeconds"] == 0
    assert found["authorizerUri"].endswith("function:check/invocations")
    closed = cloud.one(apigatewayv2.Route, "shop-get/items-route").inputs
    assert (closed["authorizationType"], closed["authorizerId"]) == (
        "CUSTOM",
        "shop-authorizer-id",
    )
    assert "authorizationScopes" not in closed
    public = cloud.one(apigatewayv2.Route, "shop-get/open-route").inputs
    assert public["authorizationType"] == "NONE"


@pytest.mark.parametrize(
    ("given", "user"),
    [({"authorizer": CHECK}, "userId"), ({"tokens": TOKENS}, "claims.sub")],
)
def test_the_access_log_has_the_user_that_was_let_in(given, user):
    log = made(route(), **given).one(apigatewayv2.Stage).inputs["accessLogSettings"]
    assert json.loads(log["format"])["user"] == f"$context.authorizer.{user}"


def test_the_authorizer_alone_may_invoke_the_function():
    permission = made(route(), authorizer=CHECK).one(
        lambda_.Permission, "shop-authorizer-permission"
    )
    assert permission.inputs["function"] == "check"
    assert permission.inputs["sourceArn"] == (
        arn("apigatewayv2", "shop-api") + "/authorizers/shop-authorizer-id"
    )


def test_tokens_and_a_function_are_refused():
    with pytest.raises(ValueError, match="must have tokens or an authorizer; got both"):
        HttpApiArgs(routes=(route(),), tokens=TOKENS, authorizer=CHECK)


def test_a_route_may_ask_for_scopes_of_its_own():
    cloud = made(route(), route("/all", scopes=("shop/read-all",)), tokens=TOKENS)
    scopes = {
        found.inputs["routeKey"]: found.inputs["authorizationScopes"]
        for found in cloud.all(apigatewayv2.Route)
    }
    assert scopes == {"GET /items": ["shop/read"], "GET /all": ["shop/read-all"]}


def test_scopes_without_tokens_are_refused():
    with pytest.raises(ValueError, match=r"scopes need an authorizer of tokens.*: GET /items"):
        HttpApiArgs(routes=(route(scopes=("shop/read",)),), authorizer=CHECK)
    with pytest.raises(ValueError, match=r"a public route asks for no token, .* got GET /items"):
        route(public=True, scopes=("shop/read",))


def test_a_route_may_have_limits_of_its_own():
    limited = route("/search", public=True, throttle=Throttle(rate=2, burst=4))
    cloud = made(limited, route(public=True))
    stage = cloud.one(apigatewayv2.Stage)
    assert stage.inputs["routeSettings"] == [
        {
            "routeKey": "GET /search",
            "detailedMetricsEnabled": True,
            "throttlingRateLimit": 2,
            "throttlingBurstLimit": 4,
        }
    ]
    # API Gateway refuses settings of a route that does not exist.
    assert cloud.one(apigatewayv2.Route, "shop-get/search-route").urn in stage.dependencies
    assert cloud.one(apigatewayv2.Route, "shop-get/items-route").urn not in stage.dependencies


def test_routes_without_limits_have_no_settings():
    assert "routeSettings" not in made(route(public=True)).one(apigatewayv2.Stage).inputs


@pytest.mark.parametrize("changed", [{"rate": 0}, {"burst": -1}])
def test_limits_must_let_something_through(changed):
    with pytest.raises(ValueError, match=rf"{next(iter(changed))} must be more than 0, got"):
        Throttle(**{"rate": 1, "burst": 1, **changed})
