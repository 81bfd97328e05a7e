"""WebSocket APIs on the emulator: each part, and a whole one that a client opens."""

from __future__ import annotations

import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.local.provider.lambda_world import function
from tests.local.provider.walk import walk

ANSWER = """
import json

def handle(event, context):
    context = event["requestContext"]
    user = (context.get("authorizer") or {}).get("userId")
    return {"statusCode": 200, "body": json.dumps([context["routeKey"], user])}
"""
GUARD = """
def handle(event, context):
    allowed = "Allow" if event["queryStringParameters"]["token"] == "right" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": allowed, "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ann", "policyDocument": policy, "context": {"userId": "ann"}}
"""


@pytest.fixture
def api(shop):
    selection = "$request.body.action"
    return shop.make(
        "aws:apigatewayv2/api:Api",
        "sockets",
        protocolType="WEBSOCKET",
        routeSelectionExpression=selection,
    )


def part(shop, kind, api, role="", **inputs):
    token = f"aws:apigatewayv2/{kind[0].lower()}{kind[1:]}:{kind}"
    return shop.make(token, role or kind.lower(), apiId=api.id, **inputs)


def integration(shop, api, code=ANSWER):
    uri = function(shop, "answer", code).state["invokeArn"]
    return part(shop, "Integration", api, integrationType="AWS_PROXY", integrationUri=uri)


def test_an_api_and_its_stage_are_opened_by_ws(shop, api, emulator_endpoint):
    opened = f"ws{emulator_endpoint.removeprefix('http')}/_aws/execute-api/{api.id}"
    assert api.state["apiEndpoint"] == opened
    stage = part(shop, "Stage", api, name="live", autoDeploy=True)
    assert stage.state["invokeUrl"] == f"{opened}/live"
    walk(stage, description="for a test")
    walk(api, routeSelectionExpression="$request.body.kind")


def test_a_model_is_kept(shop, api):
    schema = json.dumps({"type": "object"})
    made = part(shop, "Model", api, name="Say", contentType="application/json", schema=schema)
    assert not made.diff()
    assert made.diff(schema=json.dumps({"type": "array"})).updates.keys() == {"schema"}


def test_responses_of_a_route_and_of_an_integration(shop, api):
    answer = integration(shop, api)
    route = part(shop, "Route", api, routeKey="say", target=f"integrations/{answer.id}")
    returned = part(shop, "RouteResponse", api, routeId=route.id, routeResponseKey="$default")
    walk(returned, modelSelectionExpression="$request.body.kind")
    mapped = part(
        shop,
        "IntegrationResponse",
        api,
        integrationId=answer.id,
        integrationResponseKey="$default",
    )
    walk(mapped, responseTemplates={"application/json": "{}"})


def test_a_client_is_let_in_by_the_authorizer_and_answered_by_the_route_of_its_message(shop, api):
    answer = integration(shop, api)
    guard = part(
        shop,
        "Authorizer",
        api,
        authorizerType="REQUEST",
        authorizerUri=function(shop, "guard", GUARD).state["invokeArn"],
        identitySources=["route.request.querystring.token"],
    )
    closed = {"authorizationType": "CUSTOM", "authorizerId": guard.id}
    for key, more in (("$connect", closed), ("$default", {}), ("say", {})):
        target = f"integrations/{answer.id}"
        part(shop, "Route", api, key.strip("$"), routeKey=key, target=target, **more)
    url = part(shop, "Stage", api, name="live", autoDeploy=True).state["invokeUrl"]
    for query, status in (("", 401), ("?token=wrong", 403)):
        with pytest.raises(InvalidStatus) as refused, connect(url + query):
            pass
        assert refused.value.response.status_code == status
    with connect(f"{url}?token=right") as client:
        for sent, route in (({"action": "say"}, "say"), ({"action": "other"}, "$default")):
            client.send(json.dumps(sent))
            assert json.loads(client.recv(timeout=20)) == [route, "ann"]
