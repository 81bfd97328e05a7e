import json
from dataclasses import replace

import pytest
from pulumi_aws import apigateway, cloudwatch, cognito, lambda_

from components.api.account_logs import account_logs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function
from tests.cloud import deploy
from tests.components.rest_orders import EXISTING, ORDERS, Shape, args, orders, route, routes
from tests.components.sample import TAGS, arn, defaults, function


def trigger(shape: Shape = ORDERS, **changes):
    return orders(shape, **changes).one(apigateway.Deployment).inputs["triggers"]


def test_an_api_has_one_stage_with_one_deployment():
    cloud = orders()
    assert cloud.one(apigateway.RestApi).inputs == {
        "description": "Takes orders",
        "endpointConfiguration": {"types": "REGIONAL"},
        "tags": TAGS,
    }
    stage = cloud.one(apigateway.Stage).inputs
    assert stage["restApi"] == "orders-api-id"
    assert stage["deployment"] == "orders-deployment-id"
    assert stage["stageName"] == "dev"


def test_each_segment_of_a_path_is_a_resource_below_the_one_before():
    found = {
        resource.name: (resource.inputs["pathPart"], resource.inputs["parentId"])
        for resource in orders(shape=(("GET", "/shops/{shop}/orders"),)).all(apigateway.Resource)
    }
    assert found == {
        "orders/shops": ("shops", "orders-api-root"),
        "orders/shops/{}": ("{shop}", "orders/shops-id"),
        "orders/shops/{}/orders": ("orders", "orders/shops/{}-id"),
    }


def test_the_root_can_be_a_route():
    cloud = orders(shape=(("GET", "/"),))
    assert cloud.all(apigateway.Resource) == []
    get = cloud.one(apigateway.Method, "orders-get/-method").inputs
    assert get["resourceId"] == "orders-api-root"


def test_paths_that_differ_in_punctuation_only_have_resources_of_their_own():
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


def test_every_path_has_an_options_method_without_authorization():
    cloud = orders()
    preflights = [m for m in cloud.all(apigateway.Method) if m.inputs["httpMethod"] == "OPTIONS"]
    assert {m.inputs["resourceId"] for m in preflights} == {
        "orders/orders-id",
        "orders/orders/{}-id",
    }
    assert {m.inputs["authorization"] for m in preflights} == {"NONE"}


def test_preflights_and_gateway_responses_name_the_cors_origin():
    cloud = orders(defaults=defaults(cors_origins=("https://shop.example.com",)))
    quoted = "'https://shop.example.com'"
    for answer in cloud.all(apigateway.IntegrationResponse):
        origin = "method.response.header.Access-Control-Allow-Origin"
        assert answer.inputs["responseParameters"][origin] == quoted
    for answer in cloud.all(apigateway.Response):
        origin = "gatewayresponse.header.Access-Control-Allow-Origin"
        assert answer.inputs["responseParameters"][origin] == quoted


def test_errors_of_api_gateway_have_responses_of_their_own():
    kinds = {answer.inputs["responseType"] for answer in orders().all(apigateway.Response)}
    assert {"BAD_REQUEST_BODY", "UNAUTHORIZED", "DEFAULT_4XX", "DEFAULT_5XX"} <= kinds


def test_the_deployment_depends_on_every_part_of_the_api():
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


def test_the_same_api_is_not_deployed_again():
    assert trigger() == trigger()


def test_routes_in_another_order_are_not_deployed_again():
    def swapped():
        first, second, third = routes()
        return RestApi("orders", args((third, second, first))).url

    assert deploy(swapped).one(apigateway.Deployment).inputs["triggers"] == trigger()


def test_another_function_for_a_route_is_deployed():
    def replaced():
        first, *others = routes()
        other = Function("other", function())
        return RestApi("orders", args((replace(first, function=other), *others))).url

    assert deploy(replaced).one(apigateway.Deployment).inputs["triggers"] != trigger()


@pytest.mark.parametrize(
    "changed",
    [
        {"shape": (*ORDERS, ("DELETE", "/orders/{orderId}"))},
        {"shape": ORDERS[:-1]},
        {"defaults": defaults(cors_origins=("https://shop.example.com",))},
        {"defaults": defaults(cors_origins=("https://a.example", "https://b.example"))},
        {"user_pool": arn("cognitoidp", "others")},
    ],
    ids=["a new route", "a lost route", "an origin", "two origins", "a user pool"],
)
def test_a_change_of_the_definition_is_deployed(changed):
    assert trigger(**changed) != trigger()


@pytest.mark.parametrize("asked", [{"body": {"type": "object"}}, {"headers": ()}, {"public": True}])
def test_a_change_of_what_a_route_checks_is_deployed(asked):
    assert trigger(asked=asked) != trigger()


def test_a_change_of_the_cors_headers_is_deployed(monkeypatch):
    before = trigger()
    monkeypatch.setattr("components.api.cors.ALLOWED_HEADERS", ("Authorization",))
    assert trigger(asked={"public": False}) != before


def test_requests_are_traced_measured_and_throttled():
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


def test_requests_and_responses_are_logged_in_full_only_with_data_trace():
    cloud = orders(defaults=defaults(data_trace=True))
    assert cloud.one(apigateway.MethodSettings).inputs["settings"]["dataTraceEnabled"] is True


def test_each_request_is_logged_as_one_json_object():
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
        "user": "$context.authorizer.claims.sub",
        "traceId": "$context.xrayTraceId",
    }


def test_alarms_are_on_latency_and_server_errors_of_the_stage():
    cloud = orders()
    dimensions = {"ApiName": "orders-api", "Stage": "dev"}
    latency = cloud.one(cloudwatch.MetricAlarm, "orders-latency-alarm").inputs
    errors = cloud.one(cloudwatch.MetricAlarm, "orders-server-errors-alarm").inputs
    assert latency["dimensions"] == errors["dimensions"] == dimensions
    assert errors["metricName"] == "5XXError"


def test_the_url_is_that_of_the_stage():
    assert orders().result == "https://orders-stage.execute-api.eu-west-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("given", "changes", "message"),
    [
        ((), {}, "routes must name at least one route"),
        (
            (route("GET", "/orders"),),
            {"user_pool": None},
            "routes need an authorizer, or public=True each: GET /orders",
        ),
        (
            (route("GET", "/orders"), route("GET", "/orders")),
            {},
            "each route may appear once; twice given: GET /orders",
        ),
    ],
)
def test_routes_that_cannot_be_together_are_refused(given, changes, message):
    with pytest.raises(ValueError) as refused:
        args(given, **changes)
    assert str(refused.value) == message


def test_the_stage_is_created_after_the_role_for_its_logs():
    def program():
        account = account_logs("account")
        return RestApi("orders", args(routes(), after=(account,))).url

    cloud = deploy(program)
    account = cloud.one(apigateway.Account)
    assert account.urn in cloud.one(apigateway.Stage).dependencies


def test_every_response_of_an_api_with_several_origins_depends_on_the_origin():
    cloud = orders(defaults=defaults(cors_origins=("https://a.example", "https://b.example")))
    for answer in cloud.all(apigateway.IntegrationResponse):
        assert answer.inputs["responseParameters"]["method.response.header.Vary"] == "'Origin'"
    for answer in cloud.all(apigateway.Response):
        assert answer.inputs["responseParameters"]["gatewayresponse.header.Vary"] == "'Origin'"


def test_an_api_that_no_origin_may_call_is_refused():
    with pytest.raises(ValueError) as refused:
        args((route("GET", "/orders"),), defaults=defaults(cors_origins=()))
    assert str(refused.value) == "cors_origins must be at least one for a REST API, got none"


@pytest.mark.parametrize("stage", ["", "a b", "x" * 129])
def test_a_stage_name_that_api_gateway_would_refuse_is_refused(stage):
    with pytest.raises(ValueError) as refused:
        args((route("GET", "/orders"),), stage=stage)
    assert str(refused.value) == (
        f"stage must be 1 to 128 letters, digits, hyphens or underscores, got {stage}"
    )


def test_routes_alone_are_enough():
    public = Route.get("/", arn("lambda", "function:hello"), public=True)
    cloud = deploy(lambda: RestApi("hello", RestApiArgs(routes=(public,))))
    assert cloud.one(apigateway.Stage).inputs["stageName"] == "live"
    assert cloud.one(apigateway.RestApi).inputs == {
        "endpointConfiguration": {"types": "REGIONAL"},
        "tags": {"public-routes": "GET /"},
    }


def test_the_user_pool_may_be_a_resource():
    def program():
        pool = cognito.UserPool("people")
        return RestApi("orders", args((route("GET", "/orders"),), user_pool=pool)).url

    authorizer = deploy(program).one(apigateway.Authorizer).inputs
    assert authorizer["providerArns"] == [arn("cognito", "people")]


def test_a_route_may_be_answered_by_an_existing_function():
    def program():
        theirs = lambda_.Function("theirs", role="role")
        given = (Route.get("/a", theirs), Route.get("/b", EXISTING))
        return RestApi("mixed", args(given)).url

    cloud = deploy(program)
    called = {i.inputs["uri"] for i in cloud.all(apigateway.Integration) if "uri" in i.inputs}
    invoked = {p.inputs["function"] for p in cloud.all(lambda_.Permission)}
    assert called == {
        arn("lambda", "theirs") + "/invocations",
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{EXISTING}/invocations",
    }
    assert invoked == {"theirs", "existing"}


def test_the_underlying_resources_are_attributes():
    def program():
        api = RestApi("orders", args(routes()))
        assert sorted(api.methods) == ["GET /orders", "GET /orders/{orderId}", "POST /orders"]
        made = (
            (api.rest_api, apigateway.RestApi),
            (api.request_validator, apigateway.RequestValidator),
            (api.authorizer, apigateway.Authorizer),
            (api.methods["GET /orders"].method, apigateway.Method),
            (api.methods["GET /orders"].permission, lambda_.Permission),
            (api.methods["POST /orders"].model, apigateway.Model),
            (api.log_group, cloudwatch.LogGroup),
            (api.deployment, apigateway.Deployment),
            (api.stage, apigateway.Stage),
            (api.method_settings, apigateway.MethodSettings),
            (api.latency_alarm, cloudwatch.MetricAlarm),
            (api.server_errors_alarm, cloudwatch.MetricAlarm),
        )
        return [isinstance(resource, kind) for resource, kind in made]

    assert deploy(program).result == [True] * 12


def test_a_parameter_that_is_renamed_is_an_update_of_the_same_resources():
    before, after = (
        orders((("GET", f"/orders/{{{name}}}"), ("GET", f"/orders/{{{name}}}/parcels")))
        for name in ("orderId", "id")
    )
    assert {r.urn for r in before.resources} == {r.urn for r in after.resources}
    parts = [cloud.one(apigateway.Resource, "orders/orders/{}").inputs for cloud in (before, after)]
    assert [part["pathPart"] for part in parts] == ["{orderId}", "{id}"]


def test_names_that_had_a_parameter_in_them_are_aliases():
    before = {
        "orders/orders/{orderId}",
        # The engine gives the parts of a component the aliases that follow from its own.
        "orders-get/orders/{orderId}",
        *(
            f"orders-options/orders/{{orderId}}-{part}"
            for part in ("method", "integration", "response", "integration-response")
        ),
    }
    cloud = orders()
    assert {name for r in cloud.resources for name in r.former_names} == before
    assert {r.name.replace("{}", "{orderId}") for r in cloud.resources if r.former_names} == before


@pytest.mark.parametrize(
    "paths",
    [
        ("/orders/{orderId}", "/orders/{id}/parcels"),
        ("/{a}/x", "/{b}/y"),
        ("/orders/{orderId}", "/orders/{rest+}"),
    ],
)
def test_two_parameters_at_one_place_are_refused(paths):
    with pytest.raises(ValueError, match="one parameter at each place, got"):
        args(tuple(route("GET", path) for path in paths))


def test_the_log_groups_of_a_stage_expire_and_exist_before_it():
    cloud = orders(defaults=defaults(log_retention_days=7))
    execution = cloud.one(cloudwatch.LogGroup, "orders-execution-logs")
    assert execution.inputs["name"] == "API-Gateway-Execution-Logs_orders-api-id/dev"
    assert execution.inputs["retentionInDays"] == 7
    assert execution.urn in cloud.one(apigateway.Stage).dependencies
