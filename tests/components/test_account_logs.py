import pulumi
import pytest
from pulumi_aws import apigateway, iam

from components.api.account_logs import account_logs, managed_policy
from components.defaults import Defaults
from tests.cloud import deploy
from tests.components.sample import TAGS, arn

POLICY = "policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"


def test_the_account_gets_a_role_that_api_gateway_alone_may_assume():
    cloud = deploy(lambda: account_logs("logs", Defaults(tags=TAGS)).id)
    role = cloud.one(iam.Role)
    [trust] = role.json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert role.inputs["tags"] == TAGS
    account = cloud.one(apigateway.Account)
    assert account.inputs["cloudwatchRoleArn"] == arn("iam", "logs-role")
    attached = cloud.one(iam.RolePolicyAttachment)
    assert attached.inputs["policyArn"] == f"arn:aws:iam::aws:{POLICY}"
    assert attached.urn in account.dependencies


@pytest.mark.parametrize(("opts", "kept"), [(None, True), (False, False)])
def test_they_stay_when_the_stack_is_destroyed_unless_the_options_differ(opts, kept):
    given = None if opts is None else pulumi.ResourceOptions(retain_on_delete=opts)
    cloud = deploy(lambda: account_logs("logs", opts=given).id)
    assert {r.type.rpartition(":")[2]: r.retained for r in cloud.resources} == {
        "Role": kept,
        "RolePolicyAttachment": kept,
        "Account": kept,
    }


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov", "aws-cn"])
def test_the_policy_is_that_of_the_roles_partition(partition):
    role = f"arn:{partition}:iam::123456789012:role/logs-role"
    assert managed_policy(role) == f"arn:{partition}:iam::aws:{POLICY}"
