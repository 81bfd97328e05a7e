"""Rights: what the roles of pipelines may do.

The one that deploys manages every service whose resources a stage has, in the Region of the stage:
most of these resources get their names from Pulumi, so that no name could limit it. Roles, keys,
parameters and states are those of the stage alone, by tags and names. It reads no data, and cannot
change the roles of pipelines. It writes the policies of the roles that functions get, which have a
boundary: it can make no role that may do more. The one that previews reads the same services.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cli.bootstrap import boundary, statements
from cli.bootstrap.statements import SITE_FILES, allow, allow_all_but, deny, document
from cli.bootstrap.target import PATH, Target
from settings import Settings

Policies = dict[str, dict[str, Any]]

# The services of a stage, by their prefixes in IAM, without iam, kms, s3 and ssm.
SERVICES = (
    *("apigateway", "appsync", "athena", "budgets", "cloudfront", "cloudwatch", "cognito-idp"),
    *("dynamodb", "events", "glue", "kinesis", "lambda", "logs", "scheduler", "schemas", "ses"),
    *("sns", "sqs", "states", "tag", "wafv2", "xray"),
)
# Those of the services that only some stages have.
SERVICES_OF = {"suppliers": ("ec2", "elasticache", "rds", "secretsmanager")}

# Who may get a role from a stage.
PASSED = "iam:PassedToService"
PASSED_TO = ("apigateway", "appsync", "events", "lambda", "scheduler", "states")
PASSED_TO_OF = {"suppliers": ("rds", "vpc-flow-logs")}

# What reads a service, but where it has other words.
LOOKS = ("Get*", "List*", "Describe*")
LOOKS_OF: Mapping[str, tuple[str, ...]] = {
    "apigateway": ("GET",),
    "budgets": ("View*", "List*", "Describe*"),
    **dict.fromkeys(("elasticache", "events", "rds"), ("List*", "Describe*")),
    **dict.fromkeys(
        ("appsync", "athena", "lambda", "scheduler", "sns", "sqs", "xray"), ("Get*", "List*")
    ),
}

KEY_LOOKS = ("kms:DescribeKey", "kms:GetKey*", "kms:List*")
KEY_USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt")
KEY_CHANGES = (
    *("kms:Create*", "kms:Delete*", "kms:Disable*", "kms:Enable*", "kms:PutKeyPolicy"),
    *("kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:Update*"),
)
ROLE_CHANGES = (
    *("iam:DeleteRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"),
    "iam:UpdateRoleDescription",
)
PARAMETER_LOOKS = ("ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource")
BUCKET_LOOKS = (
    *("s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration"),
    *("s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListBucket"),
)


def deploy(target: Target) -> Policies:
    """The policies of the role that deploys a stage, by their names."""
    settings, roles = target.settings, target.iam("role/*")
    new = statements.tagged("RequestTag", target)
    own, others = statements.tagged("ResourceTag", target), statements.of_another_stage(target)
    passed = [f"{each}.amazonaws.com" for each in chosen(settings, PASSED_TO, PASSED_TO_OF)]
    manage = [f"{each}:*" for each in chosen(settings, SERVICES, SERVICES_OF)]
    of_aws = target.iam("role/aws-service-role/*")
    stage = [
        allow("Services", manage, "*", {"StringEquals": {"aws:RequestedRegion": target.regions}}),
        allow_all_but("Buckets", ["s3:*"], [target.states(), target.states("/*")]),
        allow("Parameters", ["ssm:*"], target.parameters),
        allow("Looks", ["ssm:DescribeParameters", *KEY_LOOKS], "*"),
        allow("NewKeys", ["kms:CreateKey", "kms:TagResource"], "*", new),
        allow("Keys", ["kms:*"], target.keys, own),
        *boundary.required(target),
        allow("TagNewRoles", ["iam:TagRole"], roles, new),
        allow("Roles", ROLE_CHANGES, roles, own),
        allow("PassRoles", ["iam:PassRole"], roles, {"StringEquals": {PASSED: passed}}),
        allow("RolesOfAws", ["iam:CreateServiceLinkedRole"], of_aws),
        statements.role_reads(target),
        deny(
            "PipelineRoles",
            ["iam:*"],
            [target.iam(f"{each}{PATH}*") for each in ("role", "policy")],
        ),
        deny("BootstrappedKeys", KEY_CHANGES, target.keys, statements.any_bootstrapped()),
        deny("KeysOfOthers", ["kms:TagResource"], target.keys, others),
        deny("RolesOfOthers", ["iam:TagRole"], roles, others),
        *statements.no_data(target),
    ]
    states = statements.states(target, [*KEY_USE, "kms:GenerateDataKey"])
    return {
        "deploy": document(stage),
        "state": document([*states, statements.own_states(target)]),
    }


def preview(target: Target) -> Policies:
    """The policies of the role that looks at a stage: it neither writes nor locks a state."""
    looks = [
        f"{each}:{action}"
        for each in chosen(target.settings, SERVICES, SERVICES_OF)
        for action in LOOKS_OF.get(each, LOOKS)
    ]
    files = target.s3(SITE_FILES)
    stage = [
        allow("Services", [*looks, *KEY_LOOKS, "ssm:DescribeParameters"], "*"),
        allow("Parameters", PARAMETER_LOOKS, target.parameters),
        allow("Buckets", BUCKET_LOOKS, "*"),
        allow("SiteFiles", ["s3:GetObject", "s3:GetObjectTagging"], files),
        statements.role_reads(target),
        *statements.no_data(target),
    ]
    return {
        "preview": document(stage),
        "state": document(statements.states(target, KEY_USE)),
    }


def chosen(
    settings: Settings, of_all: Iterable[str], of_some: Mapping[str, Iterable[str]]
) -> list[str]:
    """What every stage has, and what those have that deploy some services."""
    found = set(of_all)
    for service, more in of_some.items():
        found |= set(more) if service in settings.deployed else set()
    return sorted(found)
