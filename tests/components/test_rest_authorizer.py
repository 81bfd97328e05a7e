import json

import pytest
from pulumi_aws import apigateway, lambda_

from components.api.caching import Cached
from components.api.direct import SendMessage
from components.api.request_authorizer import RequestAuthorizer
from components.api.rest_api import RestApi, RestApiArgs
from components.api.rest_authorizer import TokenAuthorizer
from components.api.route import Route
from tests.cloud import deploy
from tests.components.rest_orders import EXISTING, POOL
from tests.components.sample import arn, defaults

CHECK = TokenAuthorizer(function=arn("lambda", "function:check"))
ROUTES = (Route.get("/protected", EXISTING), Route.get("/open", EXISTING, public=True))


LINKS = RequestAuthorizer(
    function=arn("lambda", "function:check"), headers=("X-Tenant",), query=("signature",), ttl=60
)


def made(authorizer: TokenAuthorizer | RequestAuthorizer = CHECK):
    args = RestApiArgs(routes=ROUTES, authorizer=authorizer, defaults=defaults())
    return deploy(lambda: RestApi("shop", args).url)


def test_a_function_decides_on_the_token_and_is_asked_once_in_five_minutes():
    found = made().one(apigateway.Authorizer).inputs
    assert found["type"] == "TOKEN"
    assert found["identitySource"] == "method.request.header.Authorization"
    assert found["authorizerResultTtlInSeconds"] == 300
    assert found["authorizerUri"].endswith("function:check/invocations")
    assert "providerArns" not in found


def test_the_authorizer_alone_may_invoke_the_function():
    permission = made().one(lambda_.Permission, "shop-authorizer-permission").inputs
    assert permission["function"] == "check"
    assert permission["sourceArn"].endswith("shop-api/authorizers/shop-authorizer-id")


def test_closed_routes_use_it_and_public_ones_do_not():
    cloud = made()
    closed = cloud.one(apigateway.Method, "shop-get/protected-method").inputs
    assert (closed["authorization"], closed["authorizerId"]) == ("CUSTOM", "shop-authorizer-id")
    public = cloud.one(apigateway.Method, "shop-get/open-method").inputs
    assert (public["authorization"], public.get("authorizerId")) == ("NONE", None)


def test_the_access_log_has_the_user_that_the_function_has_named():
    log = made().one(apigateway.Stage).inputs["accessLogSettings"]
    assert json.loads(log["format"])["user"] == "$context.authorizer.principalId"


def test_another_function_is_deployed():
    other = TokenAuthorizer(function=arn("lambda", "function:other"))
    triggers = [made(each).one(apigateway.Deployment).inputs["triggers"] for each in (CHECK, other)]
    assert triggers[0] != triggers[1]


@pytest.mark.parametrize("ttl", [-1, 3601])
def test_a_decision_is_kept_for_an_hour_at_most(ttl):
    with pytest.raises(ValueError, match=f"ttl must be between 0 and 3600 seconds, got {ttl}"):
        TokenAuthorizer(function=EXISTING, ttl=ttl)


def test_a_user_pool_and_a_function_are_refused():
    with pytest.raises(ValueError, match="a user_pool or an authorizer; got both"):
        RestApiArgs(routes=ROUTES, authorizer=CHECK, user_pool=POOL)


def test_a_route_without_a_function_needs_the_claims_of_a_pool():
    send = Route.post("/notes", SendMessage(queue=arn("sqs", "notes")), body={"type": "object"})
    with pytest.raises(ValueError, match=r"need a user_pool, .*: POST /notes"):
        RestApiArgs(routes=(send,), authorizer=CHECK)


def test_a_function_decides_by_headers_and_query_parameters():
    cloud = made(LINKS)
    found = cloud.one(apigateway.Authorizer).inputs
    assert found["type"] == "REQUEST"
    assert found["identitySource"] == (
        "method.request.header.X-Tenant,method.request.querystring.signature"
    )
    assert found["authorizerResultTtlInSeconds"] == 60
    assert "identityValidationExpression" not in found
    closed = cloud.one(apigateway.Method, "shop-get/protected-method").inputs
    assert (closed["authorization"], closed["authorizerId"]) == ("CUSTOM", "shop-authorizer-id")
    permission = cloud.one(lambda_.Permission, "shop-authorizer-permission").inputs
    assert permission["sourceArn"].endswith("shop-api/authorizers/shop-authorizer-id")


def test_a_request_is_identified_by_its_token_unless_said_otherwise():
    found = made(RequestAuthorizer(function=EXISTING)).one(apigateway.Authorizer).inputs
    assert found["identitySource"] == "method.request.header.Authorization"
    assert found["authorizerResultTtlInSeconds"] == 300


def test_cached_responses_differ_by_what_callers_are_known_by():
    read = Route.get("/files/{id}", EXISTING, cached=Cached())
    shared = Route.get("/news", EXISTING, cached=Cached(), public=True)
    args = RestApiArgs(routes=(read, shared), authorizer=LINKS, defaults=defaults())
    cloud = deploy(lambda: RestApi("shop", args).url)
    keys = cloud.one(apigateway.Integration, "shop-get/files/{}-integration").inputs
    assert keys["cacheKeyParameters"] == [
        "method.request.header.X-Tenant",
        "method.request.path.id",
        "method.request.querystring.signature",
    ]
    news = cloud.one(apigateway.Integration, "shop-get/news-integration").inputs
    assert "cacheKeyParameters" not in news


def test_another_identity_source_is_deployed():
    other = RequestAuthorizer(function=LINKS.function, query=("signature",))
    triggers = [made(each).one(apigateway.Deployment).inputs["triggers"] for each in (LINKS, other)]
    assert triggers[0] != triggers[1]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ttl": 3601}, "ttl must be between 0 and 3600 seconds, got 3601"),
        ({"headers": ()}, "headers or query must name at least one identity source; got none"),
        ({"query": ("a b",)}, "headers and query must be letters, .*, got 'a b'"),
    ],
)
def test_identity_sources_that_api_gateway_does_not_take_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        RequestAuthorizer(function=EXISTING, **given)


def test_a_function_has_no_scopes():
    scoped = Route(method="GET", path="/a", function=EXISTING, scopes=("shop/read",))
    with pytest.raises(ValueError, match=r"scopes need an authorizer of tokens.*: GET /a"):
        RestApiArgs(routes=(scoped,), authorizer=CHECK)
