"""Rules of functions that connect to databases: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import iam, lambda_, rds

from policies.rules import lambda_stores
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

AT = {"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}
ROLE = resource(iam.Role, "role", name="role", arn=arn("iam", "role/role"))


def may(action):
    statement = {"Effect": "Allow", "Action": [action], "Resource": ["arn"]}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return resource(iam.RolePolicy, "permissions", {"role": [ROLE]}, policy=text)


def function(**properties):
    refers = {"role": [ROLE]}
    return resource(lambda_.Function, "f", refers, name="f", **properties)


def consumed(**properties):
    return resource(lambda_.EventSourceMapping, "m", {"functionName": [function()]}, **properties)


def attached(inline):
    policy = resource(
        iam.Policy, "p", arn=arn("iam", "policy/p"), policy=inline.properties["policy"]
    )
    refers = {"role": [ROLE], "policyArn": [policy]}
    return [policy, resource(iam.RolePolicyAttachment, "a", refers)]


DATABASE = resource(rds.Cluster, "db", endpoint="db.example.com")
NAMED = resource(
    lambda_.Function, "n", {"environment": [DATABASE]}, **AT, environment={"variables": {}}
)
CONNECTS, READS = may("rds-db:connect"), may("dynamodb:GetItem")
ALLOWED = {
    lambda_stores.database_client_has_a_limit: {
        "reserved": [ROLE, CONNECTS, function(**AT, reservedConcurrentExecutions=10.0)],
        "by its mapping": [
            ROLE,
            CONNECTS,
            function(**AT),
            consumed(scalingConfig={"maximumConcurrency": 10.0}),
        ],
        "nothing says that it connects": [function(**AT, role="elsewhere")],
        "without a database": [ROLE, READS, function(**AT)],
        "outside of a network": [ROLE, CONNECTS, function()],
    }
}
REFUSED = {
    lambda_stores.database_client_has_a_limit: {
        "no limit": [ROLE, CONNECTS, function(**AT)],
        "nothing is reserved": [ROLE, CONNECTS, function(**AT, reservedConcurrentExecutions=-1.0)],
        "by a policy that is attached": [ROLE, *attached(CONNECTS), function(**AT)],
        "its environment names a database": [DATABASE, NAMED],
        "a mapping without one": [ROLE, CONNECTS, function(**AT), consumed()],
    }
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
