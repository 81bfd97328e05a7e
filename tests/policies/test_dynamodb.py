"""DynamoDB rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudwatch, iam
from pulumi_aws import dynamodb as aws

from policies.framework.resource import UNKNOWN
from policies.rules import dynamodb
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, arn, resource

TABLE = resource(aws.Table, "t")


def throttled(metric, **changes):
    return alarm(TABLE, f"AWS/DynamoDB:{metric}", "TableName", **changes)


INDEXED = resource(aws.Table, "t", globalSecondaryIndexes=[{"name": "byUser"}])
OF_TABLE = [throttled("ReadThrottleEvents"), throttled("WriteThrottleEvents")]


def throttled_in(index, *metrics):
    dimensions = {"TableName": "t", "GlobalSecondaryIndexName": index}
    return [throttled(metric, dimensions=dimensions) for metric in metrics]


def by_expressions(dimensions):
    """An alarm on throttled requests that is made of queries."""
    metric = {"namespace": "AWS/DynamoDB", "metricName": "ThrottledRequests", "period": 60}
    queries = [
        {"id": "all", "expression": "m + 0", "returnData": True},
        {"id": "m", "metric": {**metric, "dimensions": dimensions}},
    ]
    refers = {"metricQueries": [TABLE]}
    given = {"comparisonOperator": "GreaterThanThreshold", "threshold": 0.0}
    return resource(cloudwatch.MetricAlarm, "q", refers, metricQueries=queries, **given)


def allowed_on(table_of, role_of):
    """A role with a policy on a table, each with the tag of its service."""
    table = resource(aws.Table, "orders-table", tags=table_of and {"service": table_of})
    role = resource(iam.Role, "role", tags=role_of and {"service": role_of})
    return [table, role, resource(iam.RolePolicy, "p", {"role": [role], "policy": [table]})]


def attached_on(table_of, role_of):
    """The same with a policy that is attached to the role."""
    table, role, _ = allowed_on(table_of, role_of)
    policy = resource(iam.Policy, "p", {"policy": [table]}, arn=arn("iam", "policy/p"))
    refers = {"role": [role], "policyArn": [policy]}
    return [table, role, policy, resource(iam.RolePolicyAttachment, "a", refers)]


def inline_on(table_of, role_of):
    """The same with a policy that is in the role."""
    table, _, _ = allowed_on(table_of, role_of)
    policies = [{"name": "p", "policy": "{}"}]
    refers = {"inlinePolicies": [table]}
    tags = {"service": role_of}
    return [table, resource(iam.Role, "role", refers, tags=tags, inlinePolicies=policies)]


ON_DEMAND = {"billingMode": "PAY_PER_REQUEST"}
ALLOWED = {
    dynamodb.table_is_on_demand: {
        "billed by request": [resource(aws.Table, "t", **ON_DEMAND)],
        "provisioned in production": [resource(aws.Table, "t", stack="prod")],
    },
    dynamodb.table_has_one_owner: {
        "its own service": allowed_on("orders", "orders"),
        "its own service, attached": attached_on("orders", "orders"),
        "a table of no service": allowed_on(None, "orders"),
        "a role of no service": allowed_on("orders", None),
    },
    dynamodb.table_has_throttle_alarm: {
        "on reads and writes": [
            TABLE,
            throttled("ReadThrottleEvents"),
            throttled("WriteThrottleEvents"),
        ],
        "on requests": [TABLE, throttled("ThrottledRequests")],
        "on an index whose name is not known yet": [
            resource(aws.Table, "t", globalSecondaryIndexes=[{"name": UNKNOWN}]),
            *OF_TABLE,
        ],
        "of its index, by queries": [
            *(INDEXED, throttled("ThrottledRequests")),
            by_expressions({"TableName": "t", "GlobalSecondaryIndexName": "byUser"}),
        ],
        "of the table and of its index": [
            INDEXED,
            *OF_TABLE,
            *throttled_in("byUser", "ReadThrottleEvents", "WriteThrottleEvents"),
        ],
    },
}
REFUSED = {
    dynamodb.table_is_on_demand: {
        "provisioned": [resource(aws.Table, "t", billingMode="PROVISIONED")],
        "by default": [TABLE],
    },
    dynamodb.table_has_one_owner: {
        "another service": allowed_on("orders", "billing"),
        "attached": attached_on("orders", "billing"),
        "in the role": inline_on("orders", "billing"),
    },
    dynamodb.table_has_throttle_alarm: {
        "there is no alarm": [TABLE],
        "only on reads": [TABLE, throttled("ReadThrottleEvents")],
        "only on writes": [TABLE, throttled("WriteThrottleEvents")],
        "of the table but not of its index": [INDEXED, *OF_TABLE],
        "of another index": [INDEXED, *OF_TABLE, *throttled_in("byDay", "ThrottledRequests")],
        "of its index alone, by queries": [
            *(INDEXED, *throttled_in("byUser", "ThrottledRequests")),
            by_expressions({"TableName": "t", "GlobalSecondaryIndexName": "byUser"}),
        ],
        "of its index alone": [
            INDEXED,
            *throttled_in("byUser", "ThrottledRequests"),
        ],
        "above ten": [TABLE, throttled("ThrottledRequests", threshold=10)],
        "in another namespace": [TABLE, alarm(TABLE, "Mine:ThrottledRequests", "TableName")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
