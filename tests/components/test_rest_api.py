import json
from dataclasses import replace

import pytest
from pulumi_aws import apigateway, cloudwatch, lambda_

from components.api.rest_api import RestApi
from components.compute.function import Function
from tests.cloud import deploy
from tests.components.rest_orders import ORDERS, Shape, args, orders, route, routes
from tests.components.sample import TAGS, arn, defaults, function


def trigger(shape: Shape = ORDERS, **changes):
    return orders(shape, **changes).one(apigateway.Deployment).inputs["triggers"]


def test_it_is_one_api_with_one_deployment_of_one_stage():
    cloud = orders()
    assert cloud.one(apigateway.RestApi).inputs == {"description": "Takes orders", "tags": TAGS}
    stage = cloud.one(apigateway.Stage).inputs
    assert stage["restApi"] == "orders-api-id"
    assert stage["deployment"] == "orders-deployment-id"
    assert stage["stageName"] == "dev"


def test_each_part_of_a_path_is_a_resource_below_the_one_before():
    found = {
        resource.name: (resource.inputs["pathPart"], resource.inputs["parentId"])
        for resource in orders(shape=(("GET", "/shops/{shop}/orders"),)).all(apigateway.Resource)
    }
    assert found == {
        "orders/shops": ("shops", "orders-api-root"),
        "orders/shops/{shop}": ("{shop}", "orders/shops-id"),
        "orders/shops/{shop}/orders": ("orders", "orders/shops/{shop}-id"),
    }


def test_the_root_can_be_a_route():
    cloud = orders(shape=(("GET", "/"),))
    assert cloud.all(apigateway.Resource) == []
    get = cloud.one(apigateway.Method, "orders-get/-method").inputs
    assert get["resourceId"] == "orders-api-root"


def test_two_paths_that_read_alike_do_not_share_anything():
    cloud = orders(shape=(("GET", "/users/{id}"), ("GET", "/users/id"), ("GET", "/users-id")))
    parts = [resource.inputs["pathPart"] for resource in cloud.all(apigateway.Resource)]
    assert sorted(parts) == ["id", "users", "users-id", "{id}"]
    gets = [m.inputs for m in cloud.all(apigateway.Method) if m.inputs["httpMethod"] == "GET"]
    assert len({get["resourceId"] for get in gets}) == 3
    permissions = cloud.all(lambda_.Permission)
    assert len({permission.inputs["statementId"] for permission in permissions}) == 3
    assert len({resource.urn for resource in cloud.resources}) == len(cloud.resources)


def test_public_routes_alone_need_no_authorizer():
    cloud = orders(asked={"public": True}, user_pool=None)
    assert cloud.all(apigateway.Authorizer) == []


def test_every_path_answers_preflights():
    cloud = orders()
    preflights = [m for m in cloud.all(apigateway.Method) if m.inputs["httpMethod"] == "OPTIONS"]
    assert {m.inputs["resourceId"] for m in preflights} == {
        "orders/orders-id",
        "orders/orders/{orderId}-id",
    }
    assert {m.inputs["authorization"] for m in preflights} == {"NONE"}


def test_preflights_and_refusals_name_the_origin_of_the_stage():
    cloud = orders(defaults=defaults(cors_origins=("https://shop.example.com",)))
    quoted = "'https://shop.example.com'"
    for answer in cloud.all(apigateway.IntegrationResponse):
        origin = "method.response.header.Access-Control-Allow-Origin"
        assert answer.inputs["responseParameters"][origin] == quoted
    for answer in cloud.all(apigateway.Response):
        origin = "gatewayresponse.header.Access-Control-Allow-Origin"
        assert answer.inputs["responseParameters"][origin] == quoted


def test_the_gateway_explains_each_refusal():
    kinds = {answer.inputs["responseType"] for answer in orders().all(apigateway.Response)}
    assert kinds == {"BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX", "DEFAULT_5XX"}


def test_the_deployment_waits_for_all_it_takes_along():
    cloud = orders()
    waited = set(cloud.one(apigateway.Deployment).dependencies)
    kinds = (
        apigateway.Method,
        apigateway.Integration,
        apigateway.MethodResponse,
        apigateway.IntegrationResponse,
        apigateway.Response,
    )
    assert {part.urn for kind in kinds for part in cloud.all(kind)} <= waited


def test_what_did_not_change_is_not_deployed_again():
    assert trigger() == trigger()


def test_the_order_in_which_routes_are_named_changes_nothing():
    def swapped():
        first, second, third = routes()
        return RestApi("orders", args((third, second, first))).url

    assert deploy(swapped).one(apigateway.Deployment).inputs["triggers"] == trigger()


def test_a_function_that_takes_over_a_route_is_deployed():
    def replaced():
        first, *others = routes()
        heir = Function("heir", function())
        return RestApi("orders", args((replace(first, function=heir), *others))).url

    assert deploy(replaced).one(apigateway.Deployment).inputs["triggers"] != trigger()


@pytest.mark.parametrize(
    "changed",
    [
        {"shape": (*ORDERS, ("DELETE", "/orders/{orderId}"))},
        {"shape": ORDERS[:-1]},
        {"defaults": defaults(cors_origins=("https://shop.example.com",))},
        {"user_pool": arn("cognitoidp", "others")},
    ],
    ids=["a new route", "a lost route", "an origin", "a user pool"],
)
def test_a_change_of_the_definition_is_deployed(changed):
    assert trigger(**changed) != trigger()


@pytest.mark.parametrize("asked", [{"body": {"type": "object"}}, {"headers": ()}, {"public": True}])
def test_a_change_of_what_is_asked_is_deployed(asked):
    assert trigger(asked=asked) != trigger()


def test_a_change_of_what_preflights_admit_is_deployed(monkeypatch):
    before = trigger()
    monkeypatch.setattr("components.api.cors.ALLOWED_HEADERS", ("Authorization",))
    assert trigger() != before


def test_requests_are_traced_counted_and_limited():
    cloud = orders(defaults=defaults(throttle_rate=5, throttle_burst=7))
    assert cloud.one(apigateway.Stage).inputs["xrayTracingEnabled"] is True
    settings = cloud.one(apigateway.MethodSettings).inputs
    assert settings["methodPath"] == "*/*"
    assert settings["stageName"] == "dev"
    assert settings["settings"] == {
        "metricsEnabled": True,
        "loggingLevel": "INFO",
        "dataTraceEnabled": False,
        "throttlingRateLimit": 5,
        "throttlingBurstLimit": 7,
    }


def test_payloads_reach_the_log_only_where_the_stage_traces_data():
    cloud = orders(defaults=defaults(data_trace=True))
    assert cloud.one(apigateway.MethodSettings).inputs["settings"]["dataTraceEnabled"] is True


def test_each_request_leaves_one_line_of_json():
    cloud = orders()
    assert cloud.one(cloudwatch.LogGroup, "orders-access-logs").inputs["retentionInDays"] == 14
    log = cloud.one(apigateway.Stage).inputs["accessLogSettings"]
    assert log["destinationArn"] == arn("cloudwatch", "orders-access-logs")
    assert json.loads(log["format"]) == {
        "requestId": "$context.requestId",
        "sourceIp": "$context.identity.sourceIp",
        "method": "$context.httpMethod",
        "path": "$context.path",
        "status": "$context.status",
        "responseLatency": "$context.responseLatency",
        "integrationLatency": "$context.integrationLatency",
        "user": "$context.authorizer.claims.cognito:username",
        "traceId": "$context.xrayTraceId",
    }


def test_slow_answers_and_server_errors_of_the_stage_ring():
    cloud = orders()
    dimensions = {"ApiName": "orders-api", "Stage": "dev"}
    latency = cloud.one(cloudwatch.MetricAlarm, "orders-latency-alarm").inputs
    errors = cloud.one(cloudwatch.MetricAlarm, "orders-server-errors-alarm").inputs
    assert latency["dimensions"] == errors["dimensions"] == dimensions
    assert errors["metricName"] == "5XXError"


def test_its_url_is_that_of_the_stage():
    assert orders().result == "https://orders-stage.execute-api.eu-west-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("given", "changes", "message"),
    [
        ((), {}, "routes must name at least one route"),
        (
            (route("GET", "/orders"),),
            {"user_pool": None},
            "routes need an authorizer, or public=True said of each: GET /orders",
        ),
        (
            (route("GET", "/orders"), route("GET", "/orders")),
            {},
            "each route may appear once; twice given: GET /orders",
        ),
    ],
)
def test_routes_that_cannot_be_are_refused(given, changes, message):
    with pytest.raises(ValueError) as refused:
        args(given, **changes)
    assert str(refused.value) == message


def test_a_stage_waits_until_the_account_may_write_its_logs():
    def program():
        account = apigateway.Account("account")
        return RestApi("orders", args(routes(), after=(account,))).url

    cloud = deploy(program)
    account = cloud.one(apigateway.Account)
    assert account.urn in cloud.one(apigateway.Stage).dependencies


def test_two_origins_are_refused_since_one_answer_serves_all():
    origins = defaults(cors_origins=("https://a.example", "https://b.example"))
    with pytest.raises(ValueError, match=r"must be one for a REST API.*https://b.example"):
        args((route("GET", "/orders"),), defaults=origins)
