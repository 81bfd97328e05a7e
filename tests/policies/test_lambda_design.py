"""Rules on the design of functions: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import apigateway, apigatewayv2, iam, lambda_

from policies.framework.resource import Resource
from policies.rules import lambda_design
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

ROLE = resource(iam.Role, "r", arn=arn("iam", "role/r"), name="r")
API = resource(apigatewayv2.Api, "api", protocolType="HTTP")
SOCKETS = resource(apigatewayv2.Api, "api", protocolType="WEBSOCKET")


def function(**properties):
    return resource(lambda_.Function, "f", refers={"role": [ROLE]}, **properties)


def may(*actions: str) -> list[Resource]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "a-resource"}
    return [
        ROLE,
        resource(
            iam.RolePolicy,
            "p",
            refers={"role": [ROLE]},
            policy=json.dumps({"Statement": statement}),
        ),
    ]


def routes(of: Resource, *keys: str, api: Resource = API) -> list[Resource]:
    """Routes of an HTTP API to a function."""
    integration = resource(
        apigatewayv2.Integration, "i", refers={"integrationUri": [of], "apiId": [api]}
    )
    return [
        *(api, of, integration),
        *[
            resource(
                apigatewayv2.Route,
                key,
                refers={"target": [integration], "apiId": [api]},
                routeKey=key,
            )
            for key in keys
        ],
    ]


def methods(of: Resource, **paths: str) -> list[Resource]:
    """Methods of a REST API, each at the path of its name, to a function."""
    found = [of]
    for name, key in paths.items():
        method, _, part = key.partition(" ")
        place = resource(apigateway.Resource, name, pathPart=part)
        refers = {"uri": [of], "resourceId": [place]}
        found += [place, resource(apigateway.Integration, name, refers=refers, httpMethod=method)]
    return found


F = function()
LARGE = function(memorySize=3072.0, timeout=900.0)
THREE = ("GET /orders", "POST /orders", "GET /orders/{id}")
ALIAS = resource(lambda_.Alias, "a", refers={"functionName": [F]})

ALLOWED = {
    lambda_design.function_has_few_operations: {
        "three routes": routes(F, *THREE),
        "three methods and the browsers' question": methods(
            F, a="GET orders", b="POST orders", c="GET {id}", d="OPTIONS orders"
        ),
        "the routes of a connection": routes(
            F, "$connect", "$disconnect", "$default", "send", api=SOCKETS
        ),
        "files below a path": routes(F, "GET /files/{path+}"),
        "no API": [F],
    },
    lambda_design.program_is_divided: {
        "a large function with one route": routes(LARGE, "POST /imports"),
        "a small one behind everything": routes(
            function(memorySize=512.0, timeout=900.0), "ANY /{proxy+}"
        ),
        "a quick one behind everything": routes(
            function(memorySize=4096.0, timeout=29.0), "ANY /{proxy+}"
        ),
        "a large one without an API": [LARGE],
    },
    lambda_design.workload_suits_lambda: {
        "no tag": [F],
        "another workload": [function(tags={"workload": "events"})],
    },
    lambda_design.api_does_not_wait_for_a_queue: {
        "it sends to a queue": [*routes(F, "POST /orders"), *may("sqs:SendMessage")],
        "a consumer without a route": [F, *may("sqs:ReceiveMessage")],
    },
    lambda_design.records_are_in_a_table: {
        "a table": [*routes(F, "GET /orders"), *may("dynamodb:Query", "s3:GetObject")],
        "results of queries": [
            *routes(F, "GET /report"),
            *may("s3:GetObject", "athena:StartQueryExecution"),
        ],
        "files": [
            *routes(function(tags={"delivers": "files"}), "GET /files/{id}"),
            *may("s3:GetObject"),
        ],
        "an upload": [*routes(F, "POST /files"), *may("s3:GetObject")],
        "no API": [F, *may("s3:GetObject")],
        "nothing of a bucket": [*routes(F, "GET /time"), *may("logs:PutLogEvents")],
    },
}
REFUSED = {
    lambda_design.function_has_few_operations: {
        "four routes": routes(F, *THREE, "DELETE /orders/{id}"),
        "four methods": methods(F, a="GET orders", b="POST orders", c="GET {id}", d="PUT {id}"),
        "four routes, two of an alias": [
            *routes(F, "GET /a", "GET /b"),
            *routes(ALIAS, "GET /c", "GET /d")[1:],
        ],
        "every method of every path": routes(F, "ANY /{proxy+}"),
        "every method of every path, of a REST API": methods(F, a="ANY {proxy+}"),
        "the default of an HTTP API": routes(F, "$default"),
    },
    lambda_design.program_is_divided: {
        "all of a program": routes(LARGE, "ANY /{proxy+}"),
        "by the default route": routes(LARGE, "$default"),
    },
    lambda_design.workload_suits_lambda: {
        "a service that never pauses": [function(tags={"workload": "continuous"})],
        "terabytes": [function(tags={"workload": "big-data"})],
    },
    lambda_design.api_does_not_wait_for_a_queue: {
        "it waits for the consumer": [
            *routes(F, "POST /quotes"),
            *may("sqs:SendMessage", "sqs:ReceiveMessage"),
        ],
    },
    lambda_design.records_are_in_a_table: {
        "a record is an object": [*routes(F, "GET /orders/{id}"), *may("s3:GetObject")],
        "by a REST API": [*methods(F, a="GET {id}"), *may("s3:GetObject", "s3:ListBucket")],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []
