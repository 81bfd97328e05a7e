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


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov", "aws-cn"])
def test_the_policy_is_that_of_the_roles_partition(partition):
    role = f"arn:{partition}:iam::123456789012:role/logs-role"
    assert managed_policy(role) == f"arn:{partition}:iam::aws:{POLICY}"
