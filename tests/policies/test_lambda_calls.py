"""Rules on functions that invoke functions: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import iam, lambda_

from policies.framework.resource import UNKNOWN
from policies.rules import lambda_calls
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

ROLE = resource(iam.Role, "r", arn=arn("iam", "role/r"), name="r")
OWN, OTHER = arn("lambda", "function:f"), arn("lambda", "function:other")
F = resource(lambda_.Function, "f", refers={"role": [ROLE]}, arn=OWN)
G = resource(lambda_.Function, "other", arn=OTHER)
FOR_LONG = {"executionTimeout": 60}
DURABLE = resource(lambda_.Function, "f", refers={"role": [ROLE]}, arn=OWN, durableConfig=FOR_LONG)
INVOKE = "lambda:InvokeFunction"


def may(action, target, effect="Allow", to=()):
    statement = {"Effect": effect, "Action": action, "Resource": target}
    policy = json.dumps({"Statement": [statement]})
    refers = {"role": [ROLE], "policy": to}
    return [ROLE, resource(iam.RolePolicy, "p", refers=refers, policy=policy)]


def unknown(*to):
    refers = {"role": [ROLE], "policy": to}
    return [ROLE, resource(iam.RolePolicy, "p", refers=refers, policy=UNKNOWN)]


ALLOWED = {
    lambda_calls.function_does_not_invoke_itself: {
        "another function": [F, G, *may(INVOKE, OTHER, to=[G])],
        "nothing": [F, *may("sqs:SendMessage", arn("sqs", "q"))],
        "a policy that is not known and refers to another": [F, G, *unknown(G)],
        "it is denied": [F, *may(INVOKE, OWN, effect="Deny")],
        "a policy that is not known, of a durable function": [DURABLE, *unknown(DURABLE)],
    },
    lambda_calls.function_does_not_invoke_another: {
        "no right to invoke": [F, G, *may("lambda:GetFunction", arn("lambda", "layer:x"))],
        "itself, which another rule is about": [F, *may(INVOKE, [OWN, f"{OWN}:*"], to=[F])],
        "it is denied": [F, *may(INVOKE, arn("sqs", "q"), effect="Deny")],
        "everything, which another rule is about": [F, *may("*", "*")],
        "a role that is elsewhere": [resource(lambda_.Function, "f", role=arn("iam", "role/x"))],
    },
}
REFUSED = {
    lambda_calls.function_does_not_invoke_itself: {
        "by its ARN": [F, *may(INVOKE, OWN, to=[F])],
        "each of its versions": [F, *may([INVOKE, "sqs:SendMessage"], f"{OWN}:*", to=[F])],
        "a policy that is not known and refers to it": [F, *unknown(F)],
    },
    lambda_calls.function_does_not_invoke_another: {
        "by its ARN": [F, G, *may(INVOKE, OTHER, to=[G])],
        "any call of it": [F, G, *may("lambda:Invoke*", OTHER, to=[G])],
        "a policy that is not known and refers to another": [F, G, *unknown(G)],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []


def test_a_durable_function_that_may_invoke_itself_is_reported_once_its_policy_is_known():
    rule = lambda_calls.function_does_not_invoke_itself
    assert all_violations(rule, [DURABLE, *may(INVOKE, OWN, to=[DURABLE])]) != []
