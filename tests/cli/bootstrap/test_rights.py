"""What the roles of pipelines may do, and which tokens they take."""

from __future__ import annotations

import json

import pytest

from cli.bootstrap import rights
from cli.bootstrap.pipelines import Pipeline
from tests.aws import iam
from tests.cli.bootstrap.targets import OWNER, programs, statement, target_of
from tests.stage import CHOSEN

GITHUB = "token.actions.githubusercontent.com"
# The longest that all inline policies of a role may be together:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE_CHARACTERS = 10_240
# The services of pulumi-aws that IAM has other names for.
IN_IAM = {
    "apigatewayv2": ("apigateway",),
    "cloudwatch": ("cloudwatch", "events", "logs"),
    "cognito": ("cognito-idp",),
    "sesv2": ("ses",),
    "sfn": ("states",),
    "vpc": ("ec2",),
}
# Of these the policies have statements of their own.
APART = {"iam", "kms", "s3", "ssm"}


@pytest.fixture(params=[{}, CHOSEN], ids=["prod", "prod with suppliers"])
def target(request):
    return target_of("prod", **request.param)


def policies(target):
    """Every policy of the roles of pipelines, by its name."""
    roles = {"deploy": rights.deploy(target), "preview": rights.preview(target)}
    return {f"{role} {name}": each for role, of in roles.items() for name, each in of.items()}


def test_every_action_exists_for_its_resource_and_knows_its_conditions(target):
    github = Pipeline.on_github("shop/platform", "main", "prod")
    gitlab = Pipeline.on_gitlab("shop/platform", "main")
    trusts = [
        each.trust(target, subjects)
        for each in (github, gitlab)
        for subjects in ((each.deploys,), each.previews)
    ]
    documents = [*policies(target).values(), *trusts]
    found = [
        iam.Statement("bootstrap", json.dumps(each))
        for document in documents
        for each in document["Statement"]
    ]
    assert list(map(str, iam.findings(found))) == []
    wrong = found[0].text.replace("athena:*", "athena:Fetch*")
    assert list(iam.findings([iam.Statement("bootstrap", wrong)]))


def test_the_policies_of_a_role_fit_into_it(target):
    for role in (rights.deploy(target), rights.preview(target)):
        size = sum(len(json.dumps(each, separators=(",", ":"))) for each in role.values())
        assert size < INLINE_CHARACTERS


def test_a_stage_has_no_resource_of_a_service_that_may_not_be_deployed():
    every, suppliers = programs()
    for resources, changes in ((every, {}), (suppliers, CHOSEN)):
        target = target_of("dev", **changes)
        allowed = rights.chosen(target.settings, rights.SERVICES, rights.SERVICES_OF)
        for module in {each.type.split(":")[1].split("/")[0] for each in resources if is_aws(each)}:
            assert APART.union(allowed).issuperset(IN_IAM.get(module, (module,))), module


def test_every_role_of_a_stage_may_be_passed_to_the_service_that_it_is_for():
    every, suppliers = programs()
    for resources, changes in ((every, {}), (suppliers, CHOSEN)):
        policy = rights.deploy(target_of("dev", **changes))["deploy"]
        passed = statement(policy, "PassRoles")["Condition"]["StringEquals"]["iam:PassedToService"]
        roles = [each for each in resources if "assumeRolePolicy" in each.inputs]
        for each in roles:
            for trusted in json.loads(each.inputs["assumeRolePolicy"])["Statement"]:
                assert trusted["Principal"]["Service"] in passed
        assert roles


def test_names_by_which_the_roles_are_limited_are_those_of_the_program():
    every, suppliers = programs()
    for each in (*every, *suppliers):
        if each.type == "aws:ssm/parameter:Parameter":
            assert each.inputs["name"].startswith(("/platform/dev/", "/platform/prod/"))
        if each.type == "aws:s3/bucketObjectv2:BucketObjectv2":
            assert "-site-bucket" in each.inputs["bucket"]


def test_a_stage_alone_needs_the_network():
    for policy in policies(target_of("prod")).values():
        assert "ec2:" not in json.dumps(policy)
    assert "ec2:*" in json.dumps(rights.deploy(target_of("prod", **CHOSEN)))


def test_what_deploys_reaches_neither_other_stages_nor_the_roles_of_pipelines():
    policy, state = rights.deploy(target_of("dev")).values()
    for sid in ("Roles", "Keys"):
        assert statement(policy, sid)["Condition"] == {
            "StringEquals": {"aws:ResourceTag/project": "platform", "aws:ResourceTag/stage": "dev"}
        }
    assert statement(policy, "PipelineRoles") == {
        "Sid": "PipelineRoles",
        "Effect": "Deny",
        "Action": ["iam:*"],
        "Resource": [
            f"arn:aws:iam::{OWNER}:role/platform-pipelines/*",
            f"arn:aws:iam::{OWNER}:policy/platform-pipelines/*",
        ],
    }
    for sid in ("KeysOfOthers", "RolesOfOthers"):
        assert statement(policy, sid)["Effect"] == "Deny"
        assert statement(policy, sid)["Condition"] == {
            "Null": {"aws:ResourceTag/stage": "false"},
            "StringNotEquals": {"aws:ResourceTag/stage": "dev"},
        }
    assert statement(policy, "BootstrappedKeys")["Condition"] == {
        "ForAnyValue:StringLike": {
            "kms:ResourceAliases": ["alias/platform/state", "alias/platform-*"]
        }
    }
    assert statement(state, "UseKeys")["Condition"] == {
        "ForAnyValue:StringEquals": {
            "kms:ResourceAliases": ["alias/platform/state", "alias/platform-dev"]
        }
    }
    assert statement(state, "OwnStates")["Resource"] == [
        "arn:aws:s3:::states/.pulumi/*/platform/dev.*",
        "arn:aws:s3:::states/.pulumi/*/platform/dev-*",
        "arn:aws:s3:::states/.pulumi/*/platform/dev/*",
        "arn:aws:s3:::states/.pulumi/meta.yaml",
    ]
    buckets = statement(policy, "Buckets")
    assert buckets["NotResource"] == ["arn:aws:s3:::states", "arn:aws:s3:::states/*"]


def test_what_previews_changes_nothing(target):
    for policy in rights.preview(target).values():
        for each in policy["Statement"]:
            if each["Effect"] == "Allow":
                names = {action.partition(":")[2] for action in each["Action"]}
                reads = ("Get", "List", "Describe", "View", "GET", "Decrypt", "Encrypt")
                assert all(name.startswith(reads) for name in names), each["Sid"]


def test_github_deploys_from_the_environment_of_the_stage_alone():
    target, pipeline = target_of("prod"), Pipeline.on_github("shop/platform", "trunk", "prod")
    [trusted] = pipeline.trust(target, (pipeline.deploys,))["Statement"]
    assert trusted["Principal"] == {"Federated": f"arn:aws:iam::{OWNER}:oidc-provider/{GITHUB}"}
    assert trusted["Condition"] == {
        "StringEquals": {
            f"{GITHUB}:aud": "sts.amazonaws.com",
            f"{GITHUB}:sub": "repo:shop/platform:environment:prod",
        }
    }
    [trusted] = pipeline.trust(target, pipeline.previews)["Statement"]
    assert trusted["Condition"]["StringEquals"][f"{GITHUB}:sub"] == [
        "repo:shop/platform:pull_request",
        "repo:shop/platform:ref:refs/heads/trunk",
    ]


def test_gitlab_deploys_from_the_main_branch_and_previews_any():
    target, pipeline = target_of("prod"), Pipeline.on_gitlab("shop/web/platform", "main")
    project = "project_path:shop/web/platform:ref_type:branch:ref"
    [trusted] = pipeline.trust(target, (pipeline.deploys,))["Statement"]
    assert trusted["Condition"] == {
        "StringEquals": {
            "gitlab.com:aud": "https://gitlab.com",
            "gitlab.com:sub": f"{project}:main",
        }
    }
    [trusted] = pipeline.trust(target, pipeline.previews)["Statement"]
    assert trusted["Condition"] == {
        "StringEquals": {"gitlab.com:aud": "https://gitlab.com"},
        "StringLike": {"gitlab.com:sub": f"{project}:*"},
    }


def test_another_partition_has_its_own_arns_and_region():
    target = target_of("dev", region="us-gov-east-1")
    assert target.role("deploy").startswith("arn:aws-us-gov:iam::")
    assert target.regions == ["us-gov-east-1", "us-gov-west-1"]
    assert "arn:aws:" not in json.dumps(rights.deploy(target))


def is_aws(resource):
    return resource.type.startswith("aws:")
