import json
from dataclasses import replace

import pytest
from pulumi_aws import apigatewayv2, cloudwatch, lambda_

from components.api.http_api import HttpApi, HttpApiArgs, JwtIssuer, without_slash
from components.api.route import Route
from components.compute.function import Function
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function

EXISTING = arn("lambda", "function:existing")
TOKENS = JwtIssuer(issuer="https://issuer", audience="client")


def items(public: bool = True) -> tuple[Route, ...]:
    return (
        Route.get("/items/{itemId}", Function("get", function()), public=public),
        Route.put("/items/{itemId}", Function("put", function())),
    )


def args(routes: tuple[Route, ...], **changes) -> HttpApiArgs:
    given = {"defaults": defaults(), "description": "Shows items", "tokens": TOKENS}
    return HttpApiArgs(routes=routes, **{**given, **changes})


def catalog(**changes) -> Cloud:
    return deploy(lambda: HttpApi("catalog", args(items(), **changes)).url)


def route(method: str = "GET", path: str = "/items", **changes) -> Route:
    return Route(method=method, path=path, function=EXISTING, **changes)


def test_an_http_api_has_one_stage_that_deploys_itself():
    cloud = catalog()
    api = cloud.one(apigatewayv2.Api).inputs
    assert (api["protocolType"], api["description"]) == ("HTTP", "Shows items")
    assert api["tags"] == {**TAGS, "public-routes": "GET /items/_itemId_"}
    stage = cloud.one(apigatewayv2.Stage).inputs
    assert (stage["apiId"], stage["name"], stage["autoDeploy"]) == (
        "catalog-api-id",
        "$default",
        True,
    )


@pytest.mark.parametrize("method", ["get", "put"])
def test_each_route_may_invoke_its_own_function_alone(method):
    cloud = catalog()
    name = f"catalog-{method}/items/{{itemId}}"
    integration = cloud.one(apigatewayv2.Integration, f"{name}-integration").inputs
    assert integration["integrationType"] == "AWS_PROXY"
    assert integration["payloadFormatVersion"] == "2.0"
    assert integration["integrationUri"] == arn("lambda", f"{method}-function") + "/invocations"
    found = cloud.one(apigatewayv2.Route, f"{name}-route").inputs
    assert found["routeKey"] == f"{method.upper()} /items/{{itemId}}"
    assert found["target"] == f"integrations/{name}-integration-id"
    permission = cloud.one(lambda_.Permission, f"{name}-permission").inputs
    assert permission["function"] == f"{method}-function"
    assert permission["principal"] == "apigateway.amazonaws.com"
    assert permission["sourceArn"] == (arn("apigatewayv2", "catalog-api") + "/*/*/items/{itemId}")


def test_a_closed_route_has_a_jwt_authorizer_of_the_issuer():
    cloud = catalog()
    authorizer = cloud.one(apigatewayv2.Authorizer).inputs
    assert authorizer["authorizerType"] == "JWT"
    assert authorizer["identitySources"] == ["$request.header.Authorization"]
    assert authorizer["jwtConfiguration"] == {"issuer": "https://issuer", "audiences": ["client"]}
    closed = cloud.one(apigatewayv2.Route, "catalog-put/items/{itemId}-route").inputs
    assert closed["authorizationType"] == "JWT"
    assert closed["authorizerId"] == "catalog-authorizer-id"


def test_a_public_route_has_no_authorizer():
    public = catalog().one(apigatewayv2.Route, "catalog-get/items/{itemId}-route").inputs
    assert public["authorizationType"] == "NONE"
    assert "authorizerId" not in public


def test_closed_routes_ask_for_one_of_the_scopes_and_public_ones_for_none():
    scoped = catalog(tokens=replace(TOKENS, scopes=("shop/read", "shop/write")))
    closed = scoped.one(apigatewayv2.Route, "catalog-put/items/{itemId}-route").inputs
    assert closed["authorizationScopes"] == ["shop/read", "shop/write"]
    public = scoped.one(apigatewayv2.Route, "catalog-get/items/{itemId}-route").inputs
    assert "authorizationScopes" not in public
    unscoped = catalog().one(apigatewayv2.Route, "catalog-put/items/{itemId}-route").inputs
    assert "authorizationScopes" not in unscoped


def test_public_routes_alone_need_no_authorizer():
    cloud = deploy(lambda: HttpApi("catalog", args(items()[:1], tokens=None)).url)
    assert cloud.all(apigatewayv2.Authorizer) == []


def test_paths_that_differ_in_punctuation_only_have_resources_of_their_own():
    def program():
        same = Function("get", function())
        paths = ("/users/{id}", "/users/id", "/users-id")
        return HttpApi("users", args(tuple(Route.get(path, same) for path in paths))).url

    cloud = deploy(program)
    keys = {found.inputs["routeKey"] for found in cloud.all(apigatewayv2.Route)}
    assert keys == {"GET /users/{id}", "GET /users/id", "GET /users-id"}
    permissions = cloud.all(lambda_.Permission)
    assert len({permission.inputs["statementId"] for permission in permissions}) == 3
    assert len({resource.urn for resource in cloud.resources}) == len(cloud.resources)


def test_cors_allows_the_origins_of_the_stage_defaults():
    origins = ("https://shop.example.com", "https://www.example.com")
    cors = catalog(defaults=defaults(cors_origins=origins)).one(apigatewayv2.Api).inputs
    assert cors["corsConfiguration"] == {
        "allowMethods": ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        "allowHeaders": ["Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id"],
        "allowOrigins": list(origins),
        "exposeHeaders": ["X-Correlation-Id"],
        "maxAge": 3600,
    }


def test_requests_are_measured_and_throttled():
    cloud = catalog(defaults=defaults(throttle_rate=5, throttle_burst=7))
    assert cloud.one(apigatewayv2.Stage).inputs["defaultRouteSettings"] == {
        "throttlingRateLimit": 5,
        "throttlingBurstLimit": 7,
        "detailedMetricsEnabled": True,
    }


def test_each_request_is_logged_as_one_json_object():
    cloud = catalog()
    group = cloud.one(cloudwatch.LogGroup, "catalog-access-logs").inputs
    assert group["retentionInDays"] == 14
    assert group["namePrefix"] == "/aws/vendedlogs/apis/catalog-"
    log = cloud.one(apigatewayv2.Stage).inputs["accessLogSettings"]
    assert log["destinationArn"] == arn("cloudwatch", "catalog-access-logs")
    assert set(json.loads(log["format"])) == {
        "requestId",
        "sourceIp",
        "method",
        "path",
        "status",
        "responseLatency",
        "integrationLatency",
        "user",
        "routeKey",
    }


def test_alarms_are_on_latency_and_server_errors():
    cloud = catalog()
    dimensions = {"ApiId": "catalog-api-id", "Stage": "$default"}
    latency = cloud.one(cloudwatch.MetricAlarm, "catalog-latency-alarm").inputs
    errors = cloud.one(cloudwatch.MetricAlarm, "catalog-server-errors-alarm").inputs
    assert latency["dimensions"] == errors["dimensions"] == dimensions
    assert errors["metricName"] == "5xx"


def test_the_url_ends_without_a_slash():
    assert catalog().result == "https://catalog-stage.execute-api.eu-west-1.amazonaws.com"
    assert without_slash("https://a/") == without_slash("https://a") == "https://a"


@pytest.mark.parametrize("checks", [{"body": {"type": "object"}}, {"headers": ("X-Key",)}])
def test_a_body_or_header_to_check_is_refused(checks):
    with pytest.raises(ValueError) as refused:
        args((route("POST", **checks), route()))
    assert str(refused.value) == (
        "an HTTP API cannot check bodies or headers: POST /items; use a REST API"
    )


@pytest.mark.parametrize(
    ("given", "changes", "message"),
    [
        ((), {}, "routes must name at least one route"),
        (
            (route(),),
            {"tokens": None},
            "routes need an authorizer, or public=True each: GET /items",
        ),
        ((route(), route()), {}, "each route may appear once; twice given: GET /items"),
    ],
)
def test_routes_that_cannot_be_together_are_refused(given, changes, message):
    with pytest.raises(ValueError) as refused:
        args(given, **changes)
    assert str(refused.value) == message


def test_a_route_may_be_answered_by_an_existing_function():
    cloud = deploy(lambda: HttpApi("mixed", args((route(),))).url)
    assert cloud.one(apigatewayv2.Integration).inputs["integrationUri"] == (
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{EXISTING}/invocations"
    )
    assert cloud.one(lambda_.Permission).inputs["function"] == "existing"


def test_routes_alone_are_enough():
    hello = Route.get("/", EXISTING, public=True)
    cloud = deploy(lambda: HttpApi("hello", HttpApiArgs(routes=(hello,))).url)
    assert "description" not in cloud.one(apigatewayv2.Api).inputs


def test_the_underlying_resources_are_attributes():
    def program():
        api = HttpApi("catalog", args((route(),)))
        made = (
            (api.api, apigatewayv2.Api),
            (api.authorizer, apigatewayv2.Authorizer),
            (api.routes["GET /items"], apigatewayv2.Route),
            (api.integrations["GET /items"], apigatewayv2.Integration),
            (api.log_group, cloudwatch.LogGroup),
            (api.stage, apigatewayv2.Stage),
            (api.latency_alarm, cloudwatch.MetricAlarm),
            (api.server_errors_alarm, cloudwatch.MetricAlarm),
        )
        return [isinstance(resource, kind) for resource, kind in made]

    assert deploy(program).result == [True] * 8
