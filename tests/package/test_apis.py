"""APIs of the package: what routes, plans, authorizers, messages and fields become."""

from __future__ import annotations

import pytest
from pulumi_aws import apigateway, apigatewayv2, appsync, dynamodb, iam

from package.graphql_api import authorization
from tests.cloud import ACCOUNT
from tests.package.sample import ARN, FUNCTION, made

ITEM = {"method": "GET", "path": "/items/{id}", "functionArn": ARN, "public": True}
CLOSED = {**ITEM, "public": False}
TABLE = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/items"
KEPT = {"cacheSeconds": 60, "cacheShared": True}
CODE = """import { util } from '@aws-appsync/utils';
export function request(ctx) {
  return {};
}
export function response(ctx) {
  return ctx.error ? util.error(ctx.error.message) : ctx.result;
}
"""


def test_a_route_keeps_its_responses_by_what_is_named():
    route = {**ITEM, "cacheSeconds": 60, "cacheQuery": ["page"], "cacheHeaders": ["accept"]}
    cloud = made("RestApi", routes=[route], cacheSize="1.6")
    assert cloud.one(apigateway.Stage).inputs["cacheClusterSize"] == "1.6"
    [integration] = [
        each for each in cloud.all(apigateway.Integration) if each.inputs["httpMethod"] == "GET"
    ]
    assert integration.inputs["cacheKeyParameters"] == [
        "method.request.header.Accept",
        "method.request.path.id",
        "method.request.querystring.page",
    ]
    kept = cloud.one(apigateway.MethodSettings, "it/items/{id}/GET-settings").inputs["settings"]
    assert kept["cacheTtlInSeconds"] == 60


def test_a_plan_limits_its_keys():
    plan = {"keys": ["acme"], "rate": 5, "burst": 10, "quota": 1000, "quotaPeriod": "WEEK"}
    route = {**ITEM, "apiKey": True, "public": False}
    pool = f"arn:aws:cognito-idp:eu-west-1:{ACCOUNT}:userpool/p"
    cloud = made("RestApi", routes=[route], userPool=pool, usagePlans={"partners": plan})
    made_plan = cloud.one(apigateway.UsagePlan).inputs
    assert made_plan["quotaSettings"] == {"limit": 1000, "period": "WEEK"}
    assert made_plan["throttleSettings"] == {"rateLimit": 5, "burstLimit": 10}
    assert len(cloud.all(apigateway.ApiKey)) == 1


def test_a_function_decides_on_callers_of_both_kinds_of_api():
    rest = made("RestApi", routes=[CLOSED], authorizerArn=ARN, authorizerSeconds=0)
    authorizer = rest.one(apigateway.Authorizer).inputs
    assert (authorizer["type"], authorizer["authorizerResultTtlInSeconds"]) == ("TOKEN", 0)
    http = made("HttpApi", routes=[CLOSED], authorizerArn=ARN).one(apigatewayv2.Authorizer).inputs
    assert (http["authorizerType"], http["authorizerResultTtlInSeconds"]) == ("REQUEST", 300)


def test_routes_may_ask_for_scopes_and_have_limits():
    issuer = {"issuer": "https://issuer", "audience": "shop", "scopes": ["shop/read"]}
    write = {**CLOSED, "method": "PUT", "scopes": ["shop/write"], "rate": 1, "burst": 2}
    cloud = made("HttpApi", routes=[CLOSED, write], **issuer)
    found = {
        each.inputs["routeKey"]: each.inputs["authorizationScopes"]
        for each in cloud.all(apigatewayv2.Route)
    }
    assert found == {"GET /items/{id}": ["shop/read"], "PUT /items/{id}": ["shop/write"]}
    [limits] = cloud.one(apigatewayv2.Stage).inputs["routeSettings"]
    assert (limits["throttlingRateLimit"], limits["throttlingBurstLimit"]) == (1, 2)


@pytest.mark.parametrize(
    ("component", "changes", "said"),
    [
        ("RestApi", {"routes": [{**ITEM, "cacheQuery": ["a"]}]}, "cacheHeaders need cacheSeconds"),
        ("RestApi", {"routes": [{**ITEM, "cacheSeconds": 59}]}, "between 60 and 3600"),
        ("HttpApi", {"routes": [{**ITEM, "rate": 1}]}, "rate and burst must be given together"),
        ("HttpApi", {"scopes": ["a/b"]}, "scopes need an issuer and an audience, got neither"),
        ("WebSocketApi", {"token": "query"}, "token needs an authorizer, got none"),
        ("WebSocketApi", {"public": False}, "needs an authorizer or public=True, got neither"),
        ("GraphqlApi", {"sources": {"items": {}}}, "a source must have one of"),
        (
            "GraphqlApi",
            {"sources": {"items": {"functionArn": ARN, "may": "write"}}},
            "may is for a source with table",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_the_programs_words(component, changes, said):
    with pytest.raises(Exception, match=said):
        made(component, **changes)


def test_messages_have_functions_and_connections_a_table():
    cloud = made(
        "WebSocketApi",
        public=False,
        authorizer=FUNCTION,
        token="protocol",
        broadcast=FUNCTION,
        routes={"notice": {"function": FUNCTION, "body": {"type": "object"}, "may": "broadcast"}},
    )
    keys = {each.inputs["routeKey"] for each in cloud.all(apigatewayv2.Route)}
    assert keys == {"$connect", "$disconnect", "$default", "notice"}
    sources = cloud.one(apigatewayv2.Authorizer).inputs["identitySources"]
    assert sources == ["route.request.header.Sec-WebSocket-Protocol"]
    assert cloud.one(dynamodb.Table).inputs["ttl"]["enabled"] is True


def test_fields_have_sources_with_roles_of_their_own():
    cloud = made(
        "GraphqlApi",
        schema="type Query { item(id: ID!): String  items: String }",
        apiKeyExpires="2027-01-31T00:00:00Z",
        sources={
            "sell": {"functionArn": ARN},
            "items": {"tableArn": TABLE, "may": "read_write"},
            "other": {"url": "https://api.example.com/v1"},
        },
        steps={"find": {"source": "items", "code": CODE}},
        resolvers=[
            {"field": "Query.item", "source": "items", "code": CODE, **KEPT},
            {"field": "Query.items", "steps": ["find"], "code": CODE},
        ],
    )
    kinds = {each.inputs["type"] for each in cloud.all(appsync.DataSource)}
    assert kinds >= {"AWS_LAMBDA", "AMAZON_DYNAMODB", "HTTP"}
    assert cloud.one(appsync.ApiCache).inputs["type"] == "SMALL"
    assert len(cloud.all(appsync.ApiKey)) == 1
    assert [r for r in cloud.all(iam.Role) if "items" in r.name] != []


def test_a_graphql_api_without_callers_is_refused():
    with pytest.raises(ValueError, match="user_pool_id or api_key_expires must be given"):
        authorization({"schema": "", "resolvers": []})
