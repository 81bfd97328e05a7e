import json

import pulumi
import pytest
from pulumi_aws import apigateway

from components.api import cors
from tests.cloud import Cloud, deploy
from tests.components.velocity import overridden

SHOP = "https://shop.example.com"
ADMIN, HERE = "https://admin.example.com", "http://localhost:3000"
HEADER = "method.response.header.Access-Control-Allow-"


def preflight(*origins: str) -> Cloud:
    opts, given = pulumi.ResourceOptions(), origins or (SHOP,)
    return deploy(lambda: len(cors.preflight("options", "", "api-id", "items-id", given, opts)))


def refused(kind: str, *origins: str):
    opts, given = pulumi.ResourceOptions(), origins or (SHOP,)
    cloud = deploy(lambda: len(cors.gateway_responses("api", "api-id", given, opts)))
    return cloud.one(apigateway.Response, f"api-{kind.lower().replace('_', '-')}")


def test_a_preflight_needs_no_token():
    method = preflight().one(apigateway.Method).inputs
    assert method == {
        "restApi": "api-id",
        "resourceId": "items-id",
        "httpMethod": "OPTIONS",
        "authorization": "NONE",
    }


def test_api_gateway_answers_a_preflight_itself():
    integration = preflight().one(apigateway.Integration)
    assert integration.inputs["type"] == "MOCK"
    assert integration.inputs["requestTemplates"] == {"application/json": '{"statusCode": 200}'}
    assert "uri" not in integration.inputs


def test_a_preflight_names_origin_methods_and_headers():
    answer = preflight().one(apigateway.IntegrationResponse).inputs
    assert answer["statusCode"] == "200"
    assert answer["responseParameters"] == {
        f"{HEADER}Origin": "'https://shop.example.com'",
        f"{HEADER}Methods": "'GET,POST,PUT,PATCH,DELETE,OPTIONS'",
        f"{HEADER}Headers": "'Authorization,Content-Type,Idempotency-Key,X-Correlation-Id'",
        "method.response.header.Access-Control-Max-Age": "'3600'",
    }


def test_of_several_origins_a_preflight_names_that_of_the_request():
    answer = preflight(SHOP, ADMIN, HERE).one(apigateway.IntegrationResponse).inputs
    headers = answer["responseParameters"]
    assert headers[f"{HEADER}Origin"] == f"'{SHOP}'"
    assert headers["method.response.header.Vary"] == "'Origin'"
    template = answer["responseTemplates"]["application/json"]
    for name in ("Origin", "origin"):
        assert overridden(template, "{}", {name: SHOP}) == {}
        assert overridden(template, "{}", {name: ADMIN}) == {"Access-Control-Allow-Origin": ADMIN}
        assert overridden(template, "{}", {name: HERE}) == {"Access-Control-Allow-Origin": HERE}
        for other in ("https://evil.example", f"{ADMIN}.evil.example", ADMIN.upper(), ""):
            assert overridden(template, "{}", {name: other}) == {}
    assert overridden(template, "{}", {}) == {}


def test_one_origin_needs_no_template():
    answer = preflight().one(apigateway.IntegrationResponse).inputs
    assert "responseTemplates" not in answer
    assert "method.response.header.Vary" not in answer["responseParameters"]


def test_of_several_origins_a_gateway_response_names_that_of_the_request():
    assert refused("UNAUTHORIZED", SHOP, ADMIN).inputs["responseParameters"] == {
        "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.Origin",
        "gatewayresponse.header.Vary": "'Origin'",
    }


def test_the_method_declares_each_header_that_the_integration_fills():
    cloud = preflight(SHOP, ADMIN)
    declared = cloud.one(apigateway.MethodResponse).inputs["responseParameters"]
    filled = cloud.one(apigateway.IntegrationResponse).inputs["responseParameters"]
    assert declared == dict.fromkeys(filled, True)


def test_each_part_is_created_after_those_it_refers_to():
    cloud = preflight()
    method = cloud.one(apigateway.Method).urn
    integration, answer = cloud.one(apigateway.Integration), cloud.one(apigateway.MethodResponse)
    assert integration.dependencies == [method]
    assert answer.dependencies == [method]
    mapped = cloud.one(apigateway.IntegrationResponse)
    assert mapped.dependencies == sorted([integration.urn, answer.urn])


def test_all_four_parts_are_returned_for_the_deployment():
    assert preflight().result == 4


MESSAGE = "$context.error.message"


@pytest.mark.parametrize(
    ("kind", "status", "error", "message"),
    [
        ("BAD_REQUEST_BODY", "400", "Bad Request", MESSAGE),
        ("BAD_REQUEST_PARAMETERS", "400", "Bad Request", MESSAGE),
        ("UNAUTHORIZED", "401", "Unauthorized", MESSAGE),
        ("ACCESS_DENIED", "403", "Forbidden", MESSAGE),
        ("MISSING_AUTHENTICATION_TOKEN", "404", "Not Found", "there is no such route"),
        ("UNSUPPORTED_MEDIA_TYPE", "415", "Unsupported Media Type", MESSAGE),
        ("THROTTLED", "429", "Too Many Requests", MESSAGE),
        ("DEFAULT_4XX", None, "$context.error.responseType", MESSAGE),
        ("DEFAULT_5XX", None, "Internal Server Error", "the request could not be handled"),
    ],
)
def test_a_gateway_response_has_the_shape_of_all_errors(kind, status, error, message):
    answer = refused(kind).inputs
    assert answer["restApiId"] == "api-id"
    assert answer["responseType"] == kind
    assert answer.get("statusCode") == status
    template = json.loads(answer["responseTemplates"]["application/json"])
    body = "$context.error.validationErrorString"
    assert template == {
        "error": error,
        "message": message,
        "details": [{"path": "body", "limit": body}] if kind == "BAD_REQUEST_BODY" else [],
        "correlationId": "$context.requestId",
    }
    assert answer["responseParameters"] == {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'"
    }
