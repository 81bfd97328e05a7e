import pytest
from pulumi_aws import apigateway, lambda_

from components.api.caching import Cached
from components.api.rest_api import RestApi
from components.api.rest_method import model_name
from components.api.route import Route
from components.api.throttle import Throttle
from tests.cloud import deploy
from tests.components.rest_orders import BODY, EXISTING, POOL, args, orders, route
from tests.components.sample import arn


def method(name: str, **asked):
    return orders(asked=asked).one(apigateway.Method, f"orders-{name}-method").inputs


def test_models_of_paths_that_differ_in_punctuation_only_have_names_of_their_own():
    cloud = orders(shape=(("POST", "/users/{id}"), ("POST", "/users/id")))
    names = [m.inputs["name"] for m in cloud.all(apigateway.Model) if m.name.endswith("-model")]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("name", "number", "path"),
    [
        ("post/orders", "post-0", "POST/orders"),
        ("get/orders", "get-1", "GET/orders"),
        ("get/orders/{}", "get-2", "GET/orders/*"),
    ],
)
def test_each_method_may_invoke_its_own_function_alone(name, number, path):
    cloud = orders()
    integration = cloud.one(apigateway.Integration, f"orders-{name}-integration").inputs
    assert integration["type"] == "AWS_PROXY"
    assert integration["integrationHttpMethod"] == "POST"
    assert integration["httpMethod"] == name.partition("/")[0].upper()
    assert integration["uri"] == arn("lambda", f"{number}-function") + "/invocations"
    permission = cloud.one(lambda_.Permission, f"orders-{name}-permission").inputs
    assert permission["function"] == f"{number}-function"
    assert permission["principal"] == "apigateway.amazonaws.com"
    assert permission["sourceArn"] == arn("apigateway", "orders-api") + f"/*/{path}"


def test_a_closed_route_has_the_user_pool_as_authorizer():
    cloud = orders()
    authorizer = cloud.one(apigateway.Authorizer).inputs
    assert authorizer["type"] == "COGNITO_USER_POOLS"
    assert authorizer["providerArns"] == [POOL]
    closed = method("get/orders")
    assert closed["authorization"] == "COGNITO_USER_POOLS"
    assert closed["authorizerId"] == "orders-authorizer-id"


def test_a_public_route_has_no_authorizer():
    open_to_all = method("get/orders", public=True)
    assert open_to_all["authorization"] == "NONE"
    assert "authorizerId" not in open_to_all


def test_a_closed_route_asks_for_one_of_the_scopes_and_a_public_one_for_none():
    scoped = orders(scopes=("shop/orders",)).one(apigateway.Method, "orders-get/orders-method")
    assert scoped.inputs["authorizationScopes"] == ["shop/orders"]
    assert "authorizationScopes" not in method("get/orders")
    public = orders(asked={"public": True}, scopes=("shop/orders",))
    assert (
        "authorizationScopes"
        not in public.one(apigateway.Method, "orders-get/orders-method").inputs
    )


def test_scopes_without_a_user_pool_are_refused():
    with pytest.raises(ValueError, match="scopes need a user_pool, got shop/orders without one"):
        orders(asked={"public": True}, user_pool=None, scopes=("shop/orders",))


def test_other_scopes_are_deployed():
    def calls(**changes):
        return orders(**changes).one(apigateway.Deployment).inputs["triggers"]["calls"]

    assert calls() != calls(scopes=("shop/orders",)) != calls(scopes=("shop/items",))


def test_api_gateway_checks_bodies_and_headers():
    cloud = orders()
    validator = cloud.one(apigateway.RequestValidator).inputs
    assert validator["validateRequestBody"] is True
    assert validator["validateRequestParameters"] is True
    post = cloud.one(apigateway.Method, "orders-post/orders-method").inputs
    assert post["requestValidatorId"] == "orders-validator-id"
    assert post["requestParameters"] == {"method.request.header.Idempotency-Key": True}
    model = cloud.one(apigateway.Model, "orders-post/orders-model")
    assert post["requestModels"] == {"application/json": model.inputs["name"]}
    assert model.inputs["contentType"] == "application/json"
    assert model.json("schema") == BODY


def test_a_route_without_a_body_has_no_model():
    get = method("get/orders")
    assert "requestModels" not in get
    assert get["requestParameters"] == {}


def test_a_model_name_holds_letters_and_digits_only():
    name = model_name(route("POST", "/orders/{orderId}"))
    assert name.isalnum()
    assert name.startswith("PostOrdersOrderId")


def test_a_route_may_ask_for_scopes_of_its_own():
    def scoped(*scopes: str):
        one = Route(method="GET", path="/all", function=EXISTING, scopes=scopes)
        given = args((one, route("GET", "/orders")), scopes=("shop/read",))
        return deploy(lambda: RestApi("orders", given).url)

    cloud = scoped("shop/read-all")
    names = ("orders-get/all-method", "orders-get/orders-method")
    found = [cloud.one(apigateway.Method, name).inputs["authorizationScopes"] for name in names]
    assert found == [["shop/read-all"], ["shop/read"]]
    triggers = [each.one(apigateway.Deployment).inputs["triggers"] for each in (cloud, scoped())]
    assert triggers[0] != triggers[1]


def test_a_route_may_have_limits_of_its_own_and_keep_responses():
    limited = Route(
        method="GET",
        path="/orders",
        function=EXISTING,
        throttle=Throttle(rate=2, burst=4),
        cached=Cached(ttl=60),
    )
    cloud = deploy(lambda: RestApi("orders", args((limited,))).url)
    found = cloud.one(apigateway.MethodSettings, "orders/orders/GET-settings").inputs
    assert found["methodPath"] == "orders/GET"
    own = found["settings"]
    assert (own["throttlingRateLimit"], own["throttlingBurstLimit"]) == (2, 4)
    assert (own["metricsEnabled"], own["cacheTtlInSeconds"]) == (True, 60)


def test_limits_alone_need_no_cache():
    limited = Route(
        method="GET", path="/orders", function=EXISTING, throttle=Throttle(rate=2, burst=4)
    )
    cloud = deploy(lambda: RestApi("orders", args((limited,))).url)
    assert "cacheClusterEnabled" not in cloud.one(apigateway.Stage).inputs
    found = cloud.one(apigateway.MethodSettings, "orders/orders/GET-settings").inputs
    assert "cachingEnabled" not in found["settings"]


def test_limits_at_the_root_are_refused():
    limited = Route(method="GET", path="/", function=EXISTING, throttle=Throttle(rate=2, burst=4))
    with pytest.raises(ValueError, match="only routes below / have limits of their own, got GET /"):
        args((limited,))
