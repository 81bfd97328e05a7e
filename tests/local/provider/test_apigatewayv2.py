"""HTTP APIs on the emulator: each part, and a whole one that people call."""

from __future__ import annotations

import pytest

from tests.local.provider.lambda_world import function
from tests.local.provider.visitor import ECHO, call, pool_and_client, token
from tests.local.provider.walk import walk

CORS = {"allowMethods": ["GET"], "allowOrigins": ["https://shop.example"]}


@pytest.fixture
def api(shop):
    return shop.make("aws:apigatewayv2/api:Api", "api", protocolType="HTTP", corsConfiguration=CORS)


def part(shop, kind, api, **inputs):
    return shop.make(
        f"aws:apigatewayv2/{kind.lower()}:{kind}", kind.lower(), apiId=api.id, **inputs
    )


@pytest.fixture
def integration(shop, api):
    answer = function(shop, "answer", ECHO)
    return part(
        shop,
        "Integration",
        api,
        integrationType="AWS_PROXY",
        integrationUri=answer.state["invokeArn"],
        integrationMethod="POST",
        payloadFormatVersion="2.0",
    )


@pytest.fixture
def guard(shop, api):
    """An authorizer, and a token that it accepts."""
    pool, client = pool_and_client(shop)
    made = part(
        shop,
        "Authorizer",
        api,
        authorizerType="JWT",
        identitySources=["$request.header.Authorization"],
        jwtConfiguration={
            "issuer": f"https://{pool.state['endpoint']}",
            "audiences": [client.id],
        },
    )
    return made, token(pool, client)


def test_an_api(api, emulator_endpoint):
    assert api.state["apiEndpoint"] == f"{emulator_endpoint}/_aws/execute-api/{api.id}"
    more = {**CORS, "allowMethods": ["GET", "POST"]}
    walk(api, corsConfiguration=more, description="for a test", tags={"team": "a"})


def test_an_api_may_give_up_its_cors_rules(api):
    api.update(corsConfiguration=None)
    found = api.provider.cloud.client("apigatewayv2").get_api(ApiId=api.id)
    assert "CorsConfiguration" not in found


def test_an_integration(integration):
    walk(integration, description="for a test", requestParameters={"append:header.X": "y"})


def test_an_authorizer(guard):
    made, _ = guard
    issuer = made.inputs["jwtConfiguration"]["issuer"]
    walk(made, jwtConfiguration={"issuer": issuer, "audiences": ["other"]})


def test_a_route(shop, api, integration, guard):
    made = part(shop, "Route", api, routeKey="GET /a", target=f"integrations/{integration.id}")
    assert made.diff(routeKey="GET /b").replacements.keys() == {"routeKey"}
    walk(made, authorizationType="JWT", authorizerId=guard[0].id)


def test_a_stage(shop, api):
    made = part(
        shop,
        "Stage",
        api,
        name="$default",
        autoDeploy=True,
        stageVariables={"Colour": "red"},
        defaultRouteSettings={"throttlingRateLimit": 10, "detailedMetricsEnabled": True},
        accessLogSettings={"destinationArn": "arn:aws:logs:eu-west-1:1:log-group:a", "format": "f"},
    )
    assert made.state["invokeUrl"] == api.state["apiEndpoint"]
    settings = [{"routeKey": "GET /a", "throttlingBurstLimit": 5}]
    walk(made, routeSettings=settings, accessLogSettings=None, tags={"team": "a"})


def test_a_closed_route_asks_for_a_token_and_an_open_one_does_not(shop, api, integration, guard):
    authorizer, bearer = guard
    target = f"integrations/{integration.id}"
    part(shop, "Route", api, routeKey="GET /open", target=target)
    part(
        shop,
        "Route",
        api,
        routeKey="GET /closed/{id}",
        target=target,
        authorizationType="JWT",
        authorizerId=authorizer.id,
    )
    url = part(shop, "Stage", api, name="$default", autoDeploy=True).state["invokeUrl"]
    assert call("GET", f"{url}/open") == (200, '"/open"')
    assert call("GET", f"{url}/closed/1")[0] == 401
    assert call("GET", f"{url}/closed/1", Authorization=f"Bearer {bearer}") == (200, '"/closed/1"')
    assert call("GET", f"{url}/elsewhere")[0] == 404
