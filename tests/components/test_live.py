"""Warm copies and snapshots of a function: by an alias of its published version."""

from __future__ import annotations

import pytest
from pulumi_aws import appautoscaling, iam, lambda_

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.compute.live import Warm
from components.messaging.queue import Queue
from components.references import FunctionRef
from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function


def pay(**changes) -> Cloud:
    return deploy(lambda: Function("pay", function(**changes)).arn)


def test_copies_are_kept_warm_on_the_alias_of_the_published_version_and_follow_the_load():
    cloud = pay(warm=Warm())
    made = cloud.one(lambda_.Function).inputs
    alias = cloud.one(lambda_.Alias).inputs
    assert (made["publish"], alias["name"]) == (True, "live")
    config = cloud.one(lambda_.ProvisionedConcurrencyConfig).inputs
    assert (config["qualifier"], config["provisionedConcurrentExecutions"]) == ("live", 2)
    target = cloud.one(appautoscaling.Target).inputs
    assert target["resourceId"] == "function:pay-function:live"
    assert target["scalableDimension"] == "lambda:function:ProvisionedConcurrency"
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 10)
    policy = cloud.one(appautoscaling.Policy).inputs
    tracked = policy["targetTrackingScalingPolicyConfiguration"]
    assert tracked["targetValue"] == 0.7
    metric = tracked["predefinedMetricSpecification"]["predefinedMetricType"]
    assert metric == "LambdaProvisionedConcurrencyUtilization"


def test_the_preset_for_latency_brings_warm_copies_unless_others_are_given():
    def copies(**changes):
        made = pay(**changes).one(lambda_.ProvisionedConcurrencyConfig).inputs
        return made["provisionedConcurrentExecutions"]

    assert copies(preset="latency") == Warm().least
    assert copies(preset="latency", warm=Warm(least=5)) == 5
    with pytest.raises(ValueError, match="warm copies or snapshots"):
        pay(preset="latency", snap_start=True)


def test_snapshots_are_of_published_versions_by_the_alias_and_nothing_is_kept_warm():
    cloud = pay(snap_start=True)
    made = cloud.one(lambda_.Function).inputs
    assert (made["publish"], made["snapStart"]) == (True, {"applyOn": "PublishedVersions"})
    assert cloud.one(lambda_.Alias).inputs["name"] == "live"
    assert cloud.all(lambda_.ProvisionedConcurrencyConfig) == []


def test_a_function_without_either_has_no_version_and_no_alias():
    cloud = pay()
    assert "publish" not in cloud.one(lambda_.Function).inputs
    assert cloud.all(lambda_.Alias) == []


def test_what_is_given_the_function_invokes_the_alias():
    def program():
        warm = Function("pay", function(warm=Warm()))
        caller = FunctionArgs(**{**vars(function()), "uses": (warm.invoke("PAY"),)})
        Function("caller", caller)
        routes = (Route.get("/pay", warm, public=True),)
        return HttpApi("pay", HttpApiArgs(routes=routes, defaults=defaults())).url

    cloud = deploy(program)
    permission = cloud.one(lambda_.Permission).inputs
    assert (permission["function"], permission["qualifier"]) == ("pay-function", "live")
    variables = cloud.one(lambda_.Function, "caller-function").inputs["environment"]["variables"]
    assert variables["PAY"] == "pay-function:live"
    allowed = cloud.one(iam.RolePolicy, "caller-permissions").json("policy")["Statement"]
    assert cloud.one(lambda_.Alias).name == "pay-live"
    assert any("pay-live" in str(each["Resource"]) for each in allowed)


def test_the_variable_of_an_existing_alias_names_it_as_its_permission_does():
    cloud = deploy(
        lambda: (
            Function(
                "caller",
                function(
                    uses=(FunctionRef.of(f"{arn('lambda', 'function:pay')}:live").invoke("PAY"),)
                ),
            ).arn
        )
    )
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables["PAY"] == "pay:live"


def test_failed_events_of_the_alias_are_kept_and_no_rule_has_anything_against_it():
    cloud = deploy(lambda: Function("pay", function(warm=Warm(), on_failure=Queue("kept"))).arn)
    assert cloud.one(lambda_.FunctionEventInvokeConfig).inputs["qualifier"] == "live"
    found = judge(RULES, Graph([registered(each) for each in cloud.resources]))
    assert [str(v) for v in found if "destination" in v.rule.id or "alias" in str(v)] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"warm": Warm(), "snap_start": True}, "warm copies or snapshots"),
        ({"snap_start": True, "runtime": "python3.11"}, "python3.12 or later, or one of java11"),
        ({"snap_start": True, "runtime": "nodejs22.x"}, "got nodejs22.x"),
        ({"snap_start": True, "ephemeral_storage": 513}, "at most 512 MB, got 513"),
        ({"warm": Warm(most=11), "reserved_concurrency": 10}, "most must be at most 10, got 11"),
    ],
)
def test_what_lambda_does_not_combine_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        function(**changes)


@pytest.mark.parametrize("runtime", ["python3.12", "python3.14", "java21", "dotnet8"])
def test_runtimes_with_snapshots_are_allowed(runtime):
    assert function(snap_start=True, runtime=runtime).snap_start


@pytest.mark.parametrize(
    "limits", [{"least": 0}, {"least": 3, "most": 2}, {"most": 901}, {"target_percent": 91}]
)
def test_limits_are_those_of_lambda(limits):
    with pytest.raises(ValueError, match="must be"):
        Warm(**limits)
