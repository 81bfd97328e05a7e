"""Permissions: what is too wide in a statement of an IAM policy, and who a policy is open to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policies.relations.policy_documents import Statement, like

# Actions that name no resource, or whose resources do not exist when the policy is written:
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
WITHOUT_RESOURCE = (
    *("xray:*", "cloudwatch:PutMetricData", "cloudwatch:GetMetric*", "cloudwatch:ListMetrics"),
    *("logs:*LogDelivery", "logs:*LogDeliveries", "logs:*ResourcePolic*", "logs:DescribeLogGroups"),
    *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeQuer*"),
    *("ec2:*NetworkInterface*", "ec2:*PrivateIpAddresses", "ec2:Describe*", "ecs:DescribeTask*"),
    *("dynamodb:List*", "sqs:ListQueues", "sns:ListTopics", "lambda:List*", "s3:ListAllMyBuckets"),
    *("kms:ListKeys", "kms:ListAliases", "kms:GenerateRandom", "sts:GetCallerIdentity"),
    *("s3:CreateJob", "s3:ListJobs"),
    *("ecr:GetAuthorizationToken", "ssm:DescribeParameters", "ssmmessages:*", "iot:Describe*"),
    *("tag:GetResources", "translate:*", "comprehend:*", "textract:*", "rekognition:Detect*"),
    *("polly:SynthesizeSpeech", "transcribe:*", "pricing:*", "states:ListStateMachines"),
    *("cognito-idp:ListUserPools", "events:ListRules", "glue:GetSecurityConfiguration*"),
    *("lakeformation:GetDataAccess", "cloudfront:List*", "route53:List*", "mobiletargeting:Phone*"),
)

# ARNs that name everything of a service, or everything of one kind.
EVERYTHING = re.compile(
    r"\*|arn:[^:]*:[^:]+:[^:]*:[^:]*:\*|arn:[^:]*:s3:::\*(/\*)?"
    r"|arn:[^:]*:[^:]+:[^:]*:[^:]*:(table|function|stateMachine|parameter|secret|key|event-bus|rule"
    r"|role|user|userpool|stream|deliverystream|cluster|database|layer)[/:]\*(/\*)?"
)

# Four characters of an action before a star say which actions are meant: ``Get*`` are many.
SPECIFIC = re.compile(r"[\w-]+:[A-Za-z]{4,}\*?")

ADMIN = re.compile(r"AdministratorAccess.*|PowerUserAccess|IAMFullAccess|.+FullAccess")

# With one of these a caller makes itself an administrator:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
RAISING = (
    *("iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePolicy"),
    *("iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"),
    *("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AddUserToGroup"),
    *("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"),
)
# With one of these it runs code of its own under the role of another.
REPLACING = ("lambda:UpdateFunctionCode", "ssm:SendCommand", "glue:UpdateJob")
# With one of these and iam:PassRole a caller runs code under a role that it chooses.
CREATING = (
    *("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration", "ec2:RunInstances"),
    *("cloudformation:CreateStack", "states:CreateStateMachine", "glue:CreateJob"),
    *("glue:CreateDevEndpoint", "codebuild:CreateProject", "sagemaker:CreateNotebookInstance"),
    *("ecs:RegisterTaskDefinition", "datapipeline:CreatePipeline", "scheduler:CreateSchedule"),
)

# Condition keys that say who calls, or for which resource of whom.
NARROWING = (
    *("aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:principalorgid"),
    *("aws:principalorgpaths", "aws:principalarn", "aws:principalaccount", "aws:sourceorgid"),
    *("aws:sourcevpce", "aws:sourcevpc", "aws:sourceip", "aws:userid", "aws:username"),
    *("kms:calleraccount", "aws:principaltag/*", "aws:sourceorgpaths", "sts:externalid"),
    *("s3:dataaccesspointaccount", "aws:principalservicenameslist", "*:sub", "*:aud"),
)


def wide_actions(statement: Statement) -> Iterator[str]:
    """The actions that a statement allows and that name more than a few."""
    if not statement.allows:
        return
    if statement.not_actions:
        yield f"everything but {', '.join(statement.not_actions)}"
    for action in statement.actions:
        if "*" in action and not SPECIFIC.fullmatch(action) and not _needs_no_resource(action):
            yield action


def wide_resources(statement: Statement) -> Iterator[str]:
    """The resources that a statement allows something on, and that name everything of a kind,
    unless a condition narrows them or the actions can name none.
    """
    if not statement.allows or statement.conditions:
        return
    if all(_needs_no_resource(action) for action in statement.actions) and statement.actions:
        return
    if statement.not_resources:
        yield f"everything but {', '.join(statement.not_resources)}"
    for resource in statement.resources:
        if EVERYTHING.fullmatch(resource):
            yield resource


def ways_up(statements: Iterable[Statement]) -> Iterator[str]:
    """What of a policy lets its holder become an administrator."""
    allowed = [one for one in statements if one.allows]
    for action in RAISING:
        # A statement that allows everything is reported for its wildcard.
        if any(one.has_action(action) and "*" not in one.actions for one in allowed):
            yield f"{action}, with which it gives itself every right"
    for action in REPLACING:
        if any(one.has_action(action) and "*" not in one.actions for one in allowed):
            yield f"{action}, with which it runs code under the role of another"
    passes = [one for one in allowed if one.has_action("iam:PassRole") and "*" not in one.actions]
    if any(_any_role(one) for one in passes):
        yield "iam:PassRole of any role, to any service"
    for action in CREATING if passes else ():
        if any(one.has_action(action) and "*" not in one.actions for one in allowed):
            yield f"iam:PassRole and {action}, with which it runs code under another role"
            return


def is_open(statement: Statement) -> bool:
    """Whether a statement of a resource policy allows everyone, on no condition that narrows."""
    return statement.allows and statement.is_for_everyone and not _narrowed(statement)


def services_without_source(statement: Statement) -> list[str]:
    """The services that a statement of a resource policy allows on behalf of any account."""
    services = [value for kind, value in statement.principals if kind == "Service"]
    return services if statement.allows and not _narrowed(statement) else []


def _narrowed(statement: Statement) -> bool:
    return any(
        like(key, each)
        for operator, key, values in statement.conditions
        if values != ("*",) and "Not" not in operator and operator != "Null"
        for each in NARROWING
    )


def _any_role(statement: Statement) -> bool:
    return not statement.conditions and any(
        EVERYTHING.fullmatch(each) for each in statement.resources
    )


def _needs_no_resource(action: str) -> bool:
    return any(like(action, each) for each in WITHOUT_RESOURCE)
