import json
import re

import pytest
from pulumi_aws import apigateway, iam, lambda_

from components.api.direct import StartExecution
from components.api.http_api import HttpApi, HttpApiArgs
from components.api.rest_api import RestApi
from components.api.rest_direct import role_name
from components.api.route import Route
from tests.cloud import REGION, deploy
from tests.components.rest_orders import BODY, args
from tests.components.sample import arn
from tests.components.velocity import rendered

MACHINE = arn("states", "stateMachine:imports")
IMPORT = StartExecution(workflow=MACHINE)
NAME = "shop-post/imports"


def started(public: bool = False):
    route = Route.post("/imports", IMPORT, body=BODY, public=public)
    return deploy(lambda: RestApi("shop", args((route,))).url)


def request(body: str, public: bool = False) -> dict:
    found = started(public).one(apigateway.Integration, f"{NAME}-integration").inputs
    template = found["requestTemplates"]["application/json"]
    return json.loads(rendered(template, body, claims={"sub": "maria"}))


def test_a_route_may_start_a_workflow_without_a_function():
    cloud = started()
    assert cloud.all(lambda_.Permission) == []
    found = cloud.one(apigateway.Integration, f"{NAME}-integration").inputs
    assert found["uri"] == f"arn:aws:apigateway:{REGION}:states:action/StartExecution"
    assert found["requestParameters"] == {
        "integration.request.header.Content-Type": "'application/x-amz-json-1.0'"
    }
    [statement] = cloud.one(iam.RolePolicy, f"{role_name(NAME)}-permissions").json("policy")[
        "Statement"
    ]
    assert statement["Action"] == ["states:StartExecution"]
    assert statement["Resource"] == [MACHINE]


@pytest.mark.parametrize(
    "text",
    ["plain", "it's", 'say "hi"', "back\\slash and \\' both", "a\nb\tc", "</script> /", "ü € 日本"],
)
def test_the_input_of_an_execution_is_the_body_whatever_is_in_it(text):
    body = {"items": [{"name": text}]}
    asked = request(json.dumps(body))
    assert asked["stateMachineArn"] == MACHINE
    assert asked["name"] == "request-1"
    assert json.loads(asked["input"]) == {
        "requestId": "request-1",
        "caller": "maria",
        "body": body,
    }


def test_a_public_route_gives_no_caller():
    assert json.loads(request("{}", public=True)["input"]) == {"requestId": "request-1", "body": {}}


def test_the_202_has_the_name_of_the_execution():
    [accepted] = [
        each.inputs
        for each in started().all(apigateway.IntegrationResponse)
        if each.inputs["statusCode"] == "202"
    ]
    body = rendered(accepted["responseTemplates"]["application/json"])
    assert json.loads(body) == {"message": "accepted", "id": "request-1"}


@pytest.mark.parametrize("changes", [{"method": "GET"}, {"method": "PUT"}, {"body": None}])
def test_a_route_without_a_function_is_a_post_with_a_schema(changes):
    with pytest.raises(ValueError, match="a route without a function must be POST and have a body"):
        Route(**{"method": "POST", "path": "/", "function": IMPORT, "body": BODY, **changes})


def test_an_http_api_takes_no_direct_integration():
    route = Route.post("/imports", IMPORT, body=BODY, public=True)
    with pytest.raises(ValueError, match="needs a function for each route: POST /imports"):
        deploy(lambda: HttpApi("shop", HttpApiArgs(routes=(route,))))


def test_what_is_no_state_machine_is_refused():
    with pytest.raises(ValueError, match="workflow must be given by the ARN of one"):
        StartExecution(workflow=arn("sqs", "notes"))


def test_roles_of_paths_that_differ_in_punctuation_only_have_names_of_their_own():
    names = {role_name(f"shop-post{path}") for path in ("/a/b", "/a-b", "/{}/b", "/")}
    assert len(names) == 4
    assert all(re.fullmatch(r"[\w+=,.@-]+", name) for name in names)
