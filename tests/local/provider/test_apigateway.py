"""REST APIs on the emulator: each part, and a whole one that people call."""

from __future__ import annotations

import json

import pytest

from tests.local.provider.lambda_world import ROLE, function, trust
from tests.local.provider.visitor import ECHO, call, pool_and_client, token
from tests.local.provider.walk import walk

ORDER = {"type": "object", "required": ["lines"], "properties": {"lines": {"type": "array"}}}
AUTHORIZER = "COGNITO_USER_POOLS"


@pytest.fixture
def api(shop):
    return shop.make("aws:apigateway/restApi:RestApi", "api", description="for a test")


def part(shop, kind, api, **inputs):
    token_ = f"aws:apigateway/{kind[0].lower()}{kind[1:]}:{kind}"
    return shop.make(token_, kind.lower(), restApi=api.id, **inputs)


@pytest.fixture
def orders(shop, api):
    return part(shop, "Resource", api, parentId=api.state["rootResourceId"], pathPart="orders")


@pytest.fixture
def options(shop, api, orders):
    """A method that the gateway answers itself, with everything that hangs on it."""
    at = {"resourceId": orders.id, "httpMethod": "OPTIONS"}
    templates = {"application/json": '{"statusCode": 200}'}
    header = "method.response.header.Access-Control-Allow-Origin"
    method = part(shop, "Method", api, **at, authorization="NONE")
    return {
        "method": method,
        "integration": part(
            shop, "Integration", api, **at, type="MOCK", requestTemplates=templates
        ),
        "response": part(
            shop, "MethodResponse", api, **at, statusCode="200", responseParameters={header: True}
        ),
        "mapping": part(
            shop,
            "IntegrationResponse",
            api,
            **at,
            statusCode="200",
            responseParameters={header: "'*'"},
        ),
    }


def test_an_api_is_given_the_endpoint_type_that_it_has(shop, api):
    regional = {"types": "REGIONAL"}
    assert not api.diff(endpointConfiguration=regional).replacements
    api.update(endpointConfiguration=regional)
    found = shop.provider.cloud.client("apigateway").get_rest_api(restApiId=api.id)
    assert found["endpointConfiguration"]["types"] == ["REGIONAL"]


def test_settings_of_an_api_are_read_as_they_were_given(shop):
    settings = {
        "apiKeySource": "AUTHORIZER",
        "binaryMediaTypes": ["image/png"],
        "disableExecuteApiEndpoint": True,
        "minimumCompressionSize": "1400",
        "policy": json.dumps({"Version": "2012-10-17", "Statement": []}),
    }
    made = shop.make("aws:apigateway/restApi:RestApi", "whole", **settings)
    walk(made, minimumCompressionSize="900", disableExecuteApiEndpoint=False)


def test_an_api(api, emulator_endpoint):
    assert api.state["executionArn"].startswith("arn:aws:execute-api:eu-west-1:")
    assert api.diff(binaryMediaTypes=["image/png"]).replacements.keys() == {"binaryMediaTypes"}
    walk(api, description="changed", name="another", tags={"team": "a"})


def test_a_resource(orders):
    assert orders.state["path"] == "/orders"
    walk(orders)


@pytest.mark.parametrize(
    ("role", "changes"),
    [
        ("mapping", {"responseParameters": None}),
        ("response", {"responseParameters": None}),
        ("integration", {"requestTemplates": {"application/json": '{"statusCode": 204}'}}),
        ("method", {"requestParameters": {"method.request.header.X": True}}),
    ],
)
def test_a_part_of_a_method(options, role, changes):
    walk(options[role], **changes)


def test_what_hangs_on_a_method_survives_its_update(options):
    options["method"].update(requestParameters={"method.request.header.X": True})
    options["integration"].update(passthroughBehavior="NEVER")
    for role in ("integration", "response", "mapping"):
        assert options[role].read() == (options[role].state, options[role].inputs)


def test_a_model(shop, api):
    made = part(
        shop, "Model", api, name="Order", contentType="application/json", schema=json.dumps(ORDER)
    )
    assert not made.diff(schema=json.dumps(ORDER, indent=2))
    assert made.diff(contentType="text/plain").delete_first
    walk(made, schema='{"type": "object"}', description="any")


def test_a_validator(shop, api):
    made = part(shop, "RequestValidator", api, validateRequestParameters=True)
    walk(made, validateRequestParameters=False)


def test_an_authorizer(shop, api):
    pool, _ = pool_and_client(shop)
    made = part(shop, "Authorizer", api, type=AUTHORIZER, providerArns=[pool.state["arn"]])
    walk(made, authorizerResultTtlInSeconds=60)


def test_an_answer_of_the_gateways_own(shop, api):
    made = shop.make(
        "aws:apigateway/response:Response",
        "response",
        restApiId=api.id,
        responseType="BAD_REQUEST_BODY",
        statusCode="400",
        responseTemplates={"application/json": '{"error": "bad request"}'},
    )
    walk(made, statusCode="422")


def test_the_role_that_writes_access_logs(shop):
    role = shop.make(ROLE, "logs", assumeRolePolicy=trust("apigateway")).state["arn"]
    made = shop.make("aws:apigateway/account:Account", "account", cloudwatchRoleArn=role)
    assert made.read() == (made.state, made.inputs)
    made.delete()
    assert made.read()[1] == {"cloudwatchRoleArn": ""}


@pytest.fixture
def stage(shop, api, options):
    deployment = part(shop, "Deployment", api, triggers={"digest": "1"})
    assert deployment.diff(triggers={"digest": "2"}).replacements.keys() == {"triggers"}
    return part(
        shop,
        "Stage",
        api,
        deployment=deployment.id,
        stageName="test",
        variables={"colour": "red"},
        xrayTracingEnabled=True,
        accessLogSettings={"destinationArn": "arn:aws:logs:eu-west-1:1:log-group:a", "format": "f"},
    )


def test_a_deployment(shop, api):
    walk(part(shop, "Deployment", api, triggers={"digest": "1"}), description="first")


def test_a_stage(stage, api, emulator_endpoint):
    assert stage.state["invokeUrl"] == f"{emulator_endpoint}/_aws/execute-api/{api.id}/test"
    walk(
        stage,
        variables={"size": "big"},
        xrayTracingEnabled=False,
        accessLogSettings=None,
        tags={"team": "a"},
    )


def test_settings_of_a_stages_methods(shop, api, stage):
    made = part(
        shop,
        "MethodSettings",
        api,
        stageName=stage.inputs["stageName"],
        methodPath="*/*",
        settings={"metricsEnabled": True, "throttlingRateLimit": 5.5, "loggingLevel": "INFO"},
    )
    walk(made, settings={"throttlingBurstLimit": 10, "loggingLevel": "ERROR"})


@pytest.fixture
def guarded(shop, api, orders):
    """``POST /orders`` for those who have a token, a key and an order; and the way to a token."""
    pool, client = pool_and_client(shop)
    model = part(
        shop, "Model", api, name="Order", contentType="application/json", schema=json.dumps(ORDER)
    )
    validator = part(
        shop, "RequestValidator", api, validateRequestBody=True, validateRequestParameters=True
    )
    guard = part(shop, "Authorizer", api, type=AUTHORIZER, providerArns=[pool.state["arn"]])
    at = {"resourceId": orders.id, "httpMethod": "POST"}
    part(
        shop,
        "Method",
        api,
        **at,
        authorization=AUTHORIZER,
        authorizerId=guard.id,
        requestValidatorId=validator.id,
        requestModels={"application/json": model.inputs["name"]},
        requestParameters={"method.request.header.Idempotency-Key": True},
    )
    answer = function(shop, "answer", ECHO)
    part(
        shop,
        "Integration",
        api,
        **at,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=answer.state["invokeArn"],
    )
    deployment = part(shop, "Deployment", api)
    stage = part(shop, "Stage", api, deployment=deployment.id, stageName="test")
    return stage, f"{stage.state['invokeUrl']}/orders", token(pool, client)


def test_a_bad_request_never_reaches_the_function(guarded):
    _, url, bearer = guarded
    headers = {"Authorization": bearer, "Content_Type": "application/json"}
    order = {"lines": []}
    assert call("POST", url, order, **headers, Idempotency_Key="k") == (200, '"/orders"')
    assert call("POST", url, order, **headers)[0] == 400


def test_a_bad_body_reaches_the_function_which_says_what_is_wrong_with_it(guarded):
    _, url, bearer = guarded
    headers = {"Authorization": bearer, "Content_Type": "application/json"}
    assert call("POST", url, {"line": []}, **headers, Idempotency_Key="k")[0] == 200


def test_no_one_gets_in_without_a_token(guarded):
    _, url, bearer = guarded
    headers = {"Content_Type": "application/json", "Idempotency_Key": "k"}
    assert call("POST", url, {"lines": []}, **headers)[0] == 401
    assert (
        call("POST", url, {"lines": []}, **headers, Authorization=bearer[:-5] + "AAAAA")[0] == 401
    )


def test_too_many_requests_are_refused(shop, api, guarded):
    stage, url, bearer = guarded
    part(
        shop,
        "MethodSettings",
        api,
        stageName=stage.inputs["stageName"],
        methodPath="*/*",
        settings={"throttlingRateLimit": 1, "throttlingBurstLimit": 2},
    )
    headers = {"Content_Type": "application/json", "Idempotency_Key": "k", "Authorization": bearer}
    statuses = [call("POST", url, {"lines": []}, **headers)[0] for _ in range(6)]
    assert statuses[:2] == [200, 200]
    assert 429 in statuses


def test_a_key_of_a_usage_plan_opens_a_method_and_is_counted(shop, api, orders, options):
    walk(shop.make("aws:apigateway/apiKey:ApiKey", "other"), description="for a test")
    walk(shop.make("aws:apigateway/usagePlan:UsagePlan", "other"), description="for a test")
    at = {"resourceId": orders.id, "httpMethod": "GET"}
    part(shop, "Method", api, **at, authorization="NONE", apiKeyRequired=True)
    answer = {"application/json": '{"statusCode": 200}'}
    part(shop, "Integration", api, **at, type="MOCK", requestTemplates=answer)
    part(shop, "MethodResponse", api, **at, statusCode="200")
    part(shop, "IntegrationResponse", api, **at, statusCode="200")
    deployment = part(shop, "Deployment", api)
    stage = part(shop, "Stage", api, deployment=deployment.id, stageName="keys")
    key = shop.make("aws:apigateway/apiKey:ApiKey", "key", tags={"team": "a"})
    plan = shop.make(
        "aws:apigateway/usagePlan:UsagePlan",
        "plan",
        apiStages=[{"apiId": api.id, "stage": "keys"}],
        quotaSettings={"limit": 2, "period": "DAY"},
        throttleSettings={"rateLimit": 50, "burstLimit": 50},
    )
    shop.make(
        "aws:apigateway/usagePlanKey:UsagePlanKey",
        "held",
        keyId=key.id,
        keyType="API_KEY",
        usagePlanId=plan.id,
    )
    url = f"{stage.state['invokeUrl']}/orders"
    assert call("GET", url)[0] == 403
    given = [call("GET", url, X_API_Key=key.state["value"])[0] for _ in range(3)]
    assert given == [200, 200, 429]
