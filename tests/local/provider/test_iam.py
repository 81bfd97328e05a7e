"""Roles and their policies on the emulator."""

from __future__ import annotations

import json

import pytest

from tests.local.provider.lambda_world import ROLE, trust
from tests.local.provider.walk import walk

POLICY = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"


@pytest.fixture
def role(shop):
    return shop.make(ROLE, "r", assumeRolePolicy=trust("lambda"))


def allow(action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_role(role):
    walk(role, assumeRolePolicy=trust("states"), description="for a test", tags={"team": "a"})


def test_a_policy_of_a_role(shop, role):
    made = shop.make(
        "aws:iam/rolePolicy:RolePolicy", "p", role=role.id, policy=allow("sqs:SendMessage")
    )
    assert made.id == f"{role.id}:{made.inputs['name']}"
    walk(made, policy=allow("sqs:ReceiveMessage"))


def test_what_the_emulator_asks_beyond_a_policy_stands_beside_it_and_goes_with_it(shop, role):
    made = shop.make(
        "aws:iam/rolePolicy:RolePolicy",
        "p",
        role=role.id,
        policy=allow("sqs:ChangeMessageVisibility"),
    )
    iam = made.provider.cloud.client("iam")

    def names():
        return iam.list_role_policies(RoleName=role.id)["PolicyNames"]

    assert sorted(names()) == [made.inputs["name"], f"{made.inputs['name']}-emulator"]
    assert made.read() == (made.state, made.inputs)
    made.update(policy=allow("sqs:GetQueueAttributes"))
    assert names() == [made.inputs["name"]]
    made.update(policy=allow("sqs:ChangeMessageVisibility"))
    made.delete()
    assert names() == []


def test_a_policy_attached_to_a_role(shop, role):
    attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    walk(shop.make(attachment, "a", role=role.id, policyArn=POLICY))


def test_a_role_takes_its_policies_along_when_forced(shop):
    made = shop.make(ROLE, "f", assumeRolePolicy=trust("lambda"), forceDetachPolicies=True)
    iam = made.provider.cloud.client("iam")
    iam.put_role_policy(RoleName=made.id, PolicyName="p", PolicyDocument=allow("sqs:*"))
    iam.attach_role_policy(RoleName=made.id, PolicyArn=POLICY)
    made.delete()
    assert made.read() is None
