import pytest
from pulumi_aws import apigateway, lambda_

from components.api.direct import SendMessage
from components.api.rest_api import RestApi, RestApiArgs
from components.api.rest_authorizer import TokenAuthorizer
from components.api.route import Route
from tests.cloud import deploy
from tests.components.rest_orders import EXISTING, POOL
from tests.components.sample import arn, defaults

CHECK = TokenAuthorizer(function=arn("lambda", "function:check"))
ROUTES = (Route.get("/protected", EXISTING), Route.get("/open", EXISTING, public=True))


def made(authorizer: TokenAuthorizer = CHECK):
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
