"""Rules on the settings of functions: what they allow and what they refuse."""

from __future__ import annotations

import datetime
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from pulumi_aws import apigateway, apigatewayv2, cloudfront, cloudwatch, lambda_

from policies.framework.resource import UNKNOWN
from policies.relations import runtimes
from policies.rules import lambda_settings
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource


def function(**properties):
    return resource(lambda_.Function, "f", **properties)


def behind(kind, key, of, **properties):
    return resource(
        kind, "i", refers={key: [of]}, **{key: arn("lambda", "function:f")}, **properties
    )


SLOW, QUICK = function(timeout=900.0), function(timeout=30.0)
GROUP = resource(cloudwatch.LogGroup, "l", refers={"name": [function()]}, name=arn("x", "l"))
EDGE = resource(
    cloudfront.Distribution, "d", refers={"defaultCacheBehavior": [function()]}, comment="site"
)
EVENT = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
IN_PROD = resource(lambda_.Function, "f", None, "prod")
ALLOWED = {
    lambda_settings.function_states_timeout: {
        "it is stated": [QUICK],
        "it is not known yet": [function(timeout=UNKNOWN)],
    },
    lambda_settings.function_states_memory: {
        "it is stated": [function(memorySize=128.0)],
        "the most that there is": [function(memorySize=10240.0)],
    },
    lambda_settings.function_answers_in_time: {
        "it has 30 seconds, and an HTTP API": [
            *(QUICK, behind(apigatewayv2.Integration, "integrationUri", QUICK)),
        ],
        "it has 29 seconds, and a REST API": [
            *(function(timeout=29.0), behind(apigateway.Integration, "uri", function(timeout=29.0)))
        ],
        "a REST API that waits for longer": [
            *(QUICK, behind(apigateway.Integration, "uri", QUICK, timeoutMilliseconds=60000.0)),
        ],
        "no API is before it": [SLOW],
        "the gateway does not wait": [
            SLOW,
            behind(apigateway.Integration, "uri", SLOW, requestParameters=EVENT),
        ],
    },
    lambda_settings.function_may_run: {
        "nothing is reserved": [function()],
        "one may run": [function(reservedConcurrentExecutions=1.0)],
    },
    lambda_settings.runtime_is_supported: {
        "python3.12": [function(runtime="python3.12")],
        "nodejs24.x": [function(runtime="nodejs24.x")],
        "a container has none": [function(packageType="Image")],
    },
    lambda_settings.function_has_log_group: {
        "it is named in the function": [function(loggingConfig={"logGroup": "g"})],
        "it has the function's name": [function(), GROUP],
        "it has the function's name, as text": [
            function(name="f-1"),
            resource(cloudwatch.LogGroup, "l", name="/aws/lambda/f-1"),
        ],
        "the edge writes logs where it runs": [function(), EDGE],
    },
}
REFUSED = {
    lambda_settings.function_states_timeout: {
        "it is not stated": [function()],
        "it is null": [function(timeout=None)],
        "more than there is": [function(timeout=901.0)],
        "no time at all": [function(timeout=0.5)],
    },
    lambda_settings.function_states_memory: {
        "it is not stated": [function()],
        "more than there is": [function(memorySize=10241.0)],
        "less than there is": [function(memorySize=127.0)],
    },
    lambda_settings.function_answers_in_time: {
        "30 seconds, and a REST API": [QUICK, behind(apigateway.Integration, "uri", QUICK)],
        "a REST API that waits for less": [
            *(QUICK, behind(apigateway.Integration, "uri", QUICK, timeoutMilliseconds=5000.0)),
        ],
        "behind a REST API": [SLOW, behind(apigateway.Integration, "uri", SLOW)],
        "behind an HTTP API": [SLOW, behind(apigatewayv2.Integration, "integrationUri", SLOW)],
        "a second too long": [
            function(timeout=31.0),
            behind(apigateway.Integration, "uri", function(timeout=31.0)),
        ],
        "it is not known yet": [
            function(timeout=UNKNOWN),
            behind(apigateway.Integration, "uri", function(timeout=UNKNOWN)),
        ],
    },
    lambda_settings.function_may_run: {
        "none may run": [function(reservedConcurrentExecutions=0.0)],
        "none may run, as a whole number": [function(reservedConcurrentExecutions=0)],
    },
    lambda_settings.runtime_is_supported: {
        "python3.8": [function(runtime="python3.8")],
        "nodejs18.x": [function(runtime="nodejs18.x")],
        "go1.x": [function(runtime="go1.x")],
        "one that is not known": [function(runtime="python4")],
    },
    lambda_settings.function_has_log_group: {
        "there is none": [function()],
        "there is one of another function": [
            function(),
            resource(cloudwatch.LogGroup, "l", name="/aws/lambda/other"),
        ],
        "there is none in prod": [IN_PROD],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize(("days", "refused"), [(90, False), (89, True), (1, True), (0, True)])
def test_a_runtime_is_refused_three_months_before_its_end(monkeypatch, days, refused):
    end = datetime.date.fromisoformat(runtimes.END_OF_SUPPORT["python3.12"])
    monkeypatch.setattr(lambda_settings, "today", lambda: end - datetime.timedelta(days=days))
    found = alone(lambda_settings.runtime_is_supported, [function(runtime="python3.12")])
    assert bool(found) is refused
    assert all(("has ended" if days == 0 else f"ends in {days} days") in text for text in found)


def test_the_dates_are_those_that_cfn_lint_has_from_the_page_of_aws():
    # Its data is enough: the import of cfn-lint takes two seconds.
    found = find_spec("cfnlint")
    assert found is not None
    data = Path(str(found.origin)).parent / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json"
    known = {name: each["deprecated"] for name, each in json.loads(data.read_text()).items()}
    assert known == runtimes.END_OF_SUPPORT
