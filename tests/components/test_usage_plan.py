import pytest
from pulumi_aws import apigateway

from components.api.http_api import HttpApiArgs
from components.api.rest_api import RestApi
from components.api.route import Route
from components.api.throttle import Throttle
from components.api.usage_plan import Quota, UsagePlan
from tests.cloud import deploy
from tests.components.rest_orders import EXISTING, args, route
from tests.components.sample import TAGS

PARTNERS = UsagePlan(
    keys=("acme", "globex"),
    throttle=Throttle(rate=5, burst=10),
    quota=Quota(limit=1000, period="MONTH"),
)


def keyed(**changes) -> Route:
    return Route(method="GET", path="/orders", function=EXISTING, api_key=True, **changes)


def made(*routes: Route, **changes):
    given = args(routes or (keyed(), route("GET", "/items")), **changes)
    return deploy(lambda: RestApi("shop", given).url)


def test_a_plan_limits_each_key_on_the_stage():
    cloud = made(usage_plans={"partners": PARTNERS})
    plan = cloud.one(apigateway.UsagePlan)
    assert plan.name == "shop-partners-plan"
    assert plan.inputs == {
        "apiStages": [{"apiId": "shop-api-id", "stage": "dev"}],
        "throttleSettings": {"rateLimit": 5, "burstLimit": 10},
        "quotaSettings": {"limit": 1000, "period": "MONTH"},
        "tags": TAGS,
    }


def test_an_api_without_plans_has_one_of_the_stages_limits_and_no_key():
    cloud = made(route("GET", "/items"))
    plan = cloud.one(apigateway.UsagePlan)
    assert plan.name == "shop-plan"
    assert plan.inputs["throttleSettings"] == {"rateLimit": 50, "burstLimit": 100}
    assert plan.inputs["quotaSettings"] == {"limit": 100_000, "period": "DAY"}
    assert cloud.all(apigateway.ApiKey) == []


def test_each_key_is_of_its_plan():
    cloud = made(usage_plans={"partners": PARTNERS})
    keys = sorted(key.name for key in cloud.all(apigateway.ApiKey))
    assert keys == ["shop-partners-acme-key", "shop-partners-globex-key"]
    held = [key.inputs for key in cloud.all(apigateway.UsagePlanKey)]
    assert sorted(held, key=lambda each: each["keyId"]) == [
        {"keyId": f"{key}-id", "keyType": "API_KEY", "usagePlanId": "shop-partners-plan-id"}
        for key in keys
    ]


def test_the_value_of_a_key_is_a_secret():
    async def secret(api: RestApi) -> bool:
        return await api.key_values["partners/acme"].is_secret()

    given = args((keyed(),), usage_plans={"partners": PARTNERS})
    assert deploy(lambda: secret(RestApi("shop", given))).result is True


def test_routes_that_ask_for_a_key_ask_for_a_token_too():
    cloud = made(usage_plans={"partners": PARTNERS})
    closed = cloud.one(apigateway.Method, "shop-get/orders-method").inputs
    assert (closed["apiKeyRequired"], closed["authorization"]) == (True, "COGNITO_USER_POOLS")
    other = cloud.one(apigateway.Method, "shop-get/items-method").inputs
    assert "apiKeyRequired" not in other


def test_a_key_alone_has_to_be_stated():
    with pytest.raises(
        ValueError, match=r"need an authorizer, or key_alone=True each: GET /orders"
    ):
        made(keyed(public=True), usage_plans={"partners": PARTNERS})
    stated = made(keyed(public=True, key_alone=True), usage_plans={"partners": PARTNERS})
    method = stated.one(apigateway.Method, "shop-get/orders-method").inputs
    assert (method["apiKeyRequired"], method["authorization"]) == (True, "NONE")


def test_another_route_with_a_key_is_deployed():
    triggers = [
        made(*routes, usage_plans={"partners": PARTNERS})
        .one(apigateway.Deployment)
        .inputs["triggers"]
        for routes in (
            (keyed(), route("GET", "/items")),
            (keyed(), Route(method="GET", path="/items", function=EXISTING, api_key=True)),
        )
    ]
    assert triggers[0] != triggers[1]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: made(), "routes with api_key need usage_plans: GET /orders"),
        (
            lambda: made(route("GET", "/a"), usage_plans={"partners": PARTNERS}),
            "no route asks for a key of usage_plans: partners",
        ),
        (lambda: keyed(key_alone=True), "key_alone is for public routes with api_key"),
        (lambda: HttpApiArgs(routes=(keyed(public=True),)), "an HTTP API has no keys: GET /orders"),
        (lambda: UsagePlan(keys=("a",)), "must have a throttle, a quota or both; got none"),
        (lambda: UsagePlan(keys=(), quota=Quota(limit=1)), "at least one; got none"),
        (lambda: UsagePlan(keys=("a", "a"), quota=Quota(limit=1)), "different names, .*got a, a"),
        (lambda: UsagePlan(keys=("a b",), quota=Quota(limit=1)), "letters, digits .*got 'a b'"),
        (lambda: Quota(limit=0), "limit must be at least 1, got 0"),
        (lambda: Quota(limit=1, period="HOUR"), "period must be one of DAY, WEEK, MONTH, got HOUR"),
    ],
)
def test_what_no_plan_can_be_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_bodies_of_some_types_are_no_text():
    types = ("image/*", "application/pdf")
    cloud = made(route("GET", "/a"), binary_media_types=types)
    assert cloud.one(apigateway.RestApi).inputs["binaryMediaTypes"] == list(types)
    text = made(route("GET", "/a"))
    assert "binaryMediaTypes" not in text.one(apigateway.RestApi).inputs
    deployments = [each.one(apigateway.Deployment).inputs["triggers"] for each in (cloud, text)]
    assert deployments[0] != deployments[1]


@pytest.mark.parametrize("types", [("image",), ("image/png; a=b",), ("a/b", "a/b"), ("",)])
def test_a_type_that_is_none_is_refused(types):
    with pytest.raises(ValueError, match="binary_media_types must be types as image/png"):
        made(route("GET", "/a"), binary_media_types=types)


def test_responses_are_compressed_from_a_size():
    for size, given in ((0, "0"), (1024, "1024")):
        cloud = made(route("GET", "/a"), minimum_compression_size=size)
        assert cloud.one(apigateway.RestApi).inputs["minimumCompressionSize"] == given
    assert "minimumCompressionSize" not in made(route("GET", "/a")).one(apigateway.RestApi).inputs


@pytest.mark.parametrize("size", [-1, 10_485_761])
def test_a_size_that_api_gateway_does_not_take_is_refused(size):
    with pytest.raises(ValueError, match=rf"minimum_compression_size must be .* bytes, got {size}"):
        args((route("GET", "/a"),), minimum_compression_size=size)
