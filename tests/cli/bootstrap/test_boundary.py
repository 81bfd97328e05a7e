"""What no role of a stage may exceed, and that pipelines make no role without it."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest
from pulumi_aws.iam import Role

from cli import __main__ as command
from cli.bootstrap import boundary, rights
from settings import Settings, SettingsError
from tests.aws import iam
from tests.cli.bootstrap.conftest import WORDS
from tests.cli.bootstrap.targets import OWNER, programs, statement, target_of
from tests.stage import BOUNDARY, CHOSEN, OPTIONAL, UNUSUAL, deployed

ARN = f"arn:aws:iam::{OWNER}:policy/platform-pipelines/platform-dev-boundary"
# Of a customer managed policy, without its white space:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
CHARACTERS = 6_144
SEARCH = {"search": {"engine": "opensearch"}}
# What AWS's policy for the logs of REST APIs allows, the only one that a role has attached:
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html
API_LOGS = (
    *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups"),
    *("logs:DescribeLogStreams", "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents"),
)
WIDE = {"Effect": "Allow", "Action": "*", "Resource": "*"}
GIVES_RIGHTS = (
    *("iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary"),
    "iam:PutRolePolicy",
)


def granted(resources):
    """Every action that a role of a program is granted."""
    texts = [each.inputs["policy"] for each in resources if "rolePolicy:" in each.type]
    statements = [one for text in texts for one in json.loads(text)["Statement"]]
    return {action for one in statements for action in one["Action"]}


def allows(document, action):
    [allowed] = [each for each in document["Statement"] if each["Effect"] == "Allow"]
    return any(fnmatchcase(action, pattern) for pattern in allowed["Action"])


@pytest.mark.parametrize(
    ("changes", "resources"),
    [
        ({}, lambda: programs()[0]),
        (CHOSEN, lambda: programs()[1]),
        (SEARCH, lambda: deployed("dev", **UNUSUAL).resources),
    ],
    ids=["stages", "suppliers", "search"],
)
def test_all_that_roles_of_the_program_are_granted_is_within_it(changes, resources):
    document = boundary.policy(target_of("prod", **changes))
    actions = granted(resources())
    assert actions
    assert [each for each in {*actions, *API_LOGS} if not allows(document, each)] == []


def test_it_allows_nothing_that_makes_changes_or_deletes_a_resource():
    document = boundary.policy(target_of("dev", **CHOSEN))
    for action in (
        *("iam:PassRole", "iam:PutRolePolicy", "lambda:UpdateFunctionCode", "s3:DeleteBucket"),
        *("dynamodb:DeleteTable", "kms:ScheduleKeyDeletion", "organizations:LeaveOrganization"),
    ):
        assert not allows(document, action)
    denied = [statement(document, sid) for sid in ("States", "BootstrappedKeys", "PipelineRoles")]
    assert {each["Effect"] for each in denied} == {"Deny"}


@pytest.mark.parametrize("changes", [{}, CHOSEN, SEARCH], ids=["dev", "suppliers", "search"])
def test_it_is_a_policy_that_iam_takes(changes):
    document = boundary.policy(target_of("dev", **changes))
    assert len(json.dumps(document, separators=(",", ":"))) <= CHARACTERS
    found = [iam.Statement("boundary", json.dumps(each)) for each in document["Statement"]]
    assert list(map(str, iam.findings(found))) == []


def test_the_role_that_deploys_gives_rights_to_roles_with_the_boundary_only():
    target = target_of("dev")
    policy = rights.deploy(target)["deploy"]
    for each in policy["Statement"]:
        if each["Effect"] == "Allow" and set(each["Action"]) & set(GIVES_RIGHTS):
            assert each["Condition"]["StringEquals"]["iam:PermissionsBoundary"] == ARN
    every = {action for each in policy["Statement"] for action in each["Action"]}
    assert set(GIVES_RIGHTS) <= every
    assert not {"iam:DeleteRolePermissionsBoundary", "iam:CreatePolicyVersion"} & every
    assert (
        f"arn:aws:iam::{OWNER}:policy/platform-pipelines/*"
        in (statement(policy, "PipelineRoles")["Resource"])
    )


def test_a_boundary_that_was_changed_is_named_with_what_mends_it(aws, capsys):
    assert command.main([*WORDS, "--yes"]) == 0
    said = capsys.readouterr().out
    assert f"    permissions_boundary: {ARN}\n" in said
    other = json.dumps({"Version": "2012-10-17", "Statement": [WIDE]})
    aws.client("iam").create_policy_version(PolicyArn=ARN, PolicyDocument=other, SetAsDefault=True)
    aws.taken()
    assert command.main([*WORDS, "--yes"]) == 1
    said = capsys.readouterr().out
    assert "differs  boundary platform-dev-boundary, of the roles of dev\n" in said
    assert f"create-policy-version --set-as-default --policy-arn {ARN} " in said
    assert aws.taken() == []


def test_every_role_of_a_stage_has_the_boundary_of_its_settings():
    suppliers = deployed("dev-suppliers", permissions_boundary=BOUNDARY, **CHOSEN)
    for cloud in (deployed("dev", **OPTIONAL), suppliers):
        roles = cloud.all(Role)
        assert roles
        assert {each.inputs.get("permissionsBoundary") for each in roles} == {BOUNDARY}


def test_what_is_no_policy_is_refused():
    values = target_of("dev").settings.model_dump(exclude={"stage"}, exclude_unset=True)
    for wrong in ("platform-dev-boundary", ARN.replace("policy/", "role/"), f"{ARN} "):
        with pytest.raises(SettingsError, match="permissions_boundary"):
            Settings.parse("dev", {**values, "permissions_boundary": wrong})
