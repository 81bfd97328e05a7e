"""AWS IAM: rights that are too wide, ways to more of them, and policies that are open to all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import (
    cloudwatch,
    dynamodb,
    iam,
    kinesis,
    kms,
    lambda_,
    s3,
    secretsmanager,
    sns,
    sqs,
)
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.permissions import (
    ADMIN,
    is_open,
    services_without_source,
    ways_up,
    wide_actions,
    wide_resources,
)
from policies.relations.policy_documents import Statement, known_statements

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"

HOLDERS = (iam.RolePolicy, iam.Policy, iam.UserPolicy, iam.GroupPolicy, iam.Role)
ATTACHMENTS = (
    iam.RolePolicyAttachment,
    iam.PolicyAttachment,
    iam.UserPolicyAttachment,
    iam.GroupPolicyAttachment,
    iam.Role,
)
OPEN_TO = (
    sqs.Queue,
    sqs.QueuePolicy,
    sns.Topic,
    sns.TopicPolicy,
    s3.Bucket,
    s3.BucketPolicy,
    kms.Key,
    kms.KeyPolicy,
    cloudwatch.EventBusPolicy,
    secretsmanager.Secret,
    secretsmanager.SecretPolicy,
    dynamodb.ResourcePolicy,
    kinesis.ResourcePolicy,
    cloudwatch.EventPermission,
    lambda_.LayerVersionPermission,
)
# The property of each kind that holds its document.
PLACES = ("policy", "resourcePolicy")


@rule(
    "iam-policy-action-wildcard",
    "A policy names the actions that it allows",
    about=HOLDERS,
    waits=True,
    severity=Severity.HIGH,
    remedy="Name each action that the code calls, as dynamodb:GetItem",
    documentation=f"{GUIDE}/best-practices.html",
)
def policy_names_actions(holder: Resource, graph: Graph) -> Iterator[str]:
    """A star allows what the code never calls, as deleting a table, to anyone who gets hold of the
    role."""
    for statement in _allowed_by(holder):
        for action in wide_actions(statement):
            yield f"it allows {action}"


@rule(
    "iam-policy-resource-wildcard",
    "A policy names the resources that it is about",
    about=HOLDERS,
    waits=True,
    severity=Severity.HIGH,
    remedy="Name the ARNs of the resources; a star is for what is in one of them, as a table's "
    "index/*, and for actions that take no resource",
    documentation=f"{GUIDE}/best-practices.html",
)
def policy_names_resources(holder: Resource, graph: Graph) -> Iterator[str]:
    """With a star a fault of one service reaches the data of all the others."""
    for statement in _allowed_by(holder):
        for resource in wide_resources(statement):
            yield f"it allows {statement.calls} on {resource}"


@rule(
    "iam-policy-privilege-path",
    "A policy gives no way to more rights",
    about=HOLDERS,
    waits=True,
    severity=Severity.CRITICAL,
    remedy="Leave changes of roles to what deploys; name the roles that may be passed, and the "
    "service with the condition iam:PassedToService",
    documentation=f"{GUIDE}/id_roles_use_passrole.html",
)
def policy_gives_no_way_up(holder: Resource, graph: Graph) -> Iterator[str]:
    """Who may change a role's policies, or have code run under a role of choice, has the rights of
    every role."""
    for way in ways_up(_allowed_by(holder)):
        yield f"it allows {way}"


@rule(
    "iam-policy-admin",
    "No role, user or group has a policy for administrators",
    about=ATTACHMENTS,
    severity=Severity.CRITICAL,
    remedy="Write a policy with the actions and resources that are needed",
    documentation=f"{GUIDE}/access_policies_job-functions.html",
)
def no_policy_is_for_administrators(attachment: Resource, graph: Graph) -> Iterator[str]:
    """AWS's policies for administrators and for full access of a service allow every action on
    every resource, of all services of an account."""
    own = attachment.properties.get("managedPolicyArns")
    for arn in [attachment.properties.get("policyArn"), *(own if isinstance(own, list) else ())]:
        if isinstance(arn, str) and ADMIN.fullmatch(name := arn.rpartition("/")[2]):
            yield f"it has {name}"


@rule(
    "iam-role-trust",
    "A role names who may assume it",
    about=iam.Role,
    waits=True,
    severity=Severity.CRITICAL,
    remedy="Name the service, the account or the identity provider as the principal, with a "
    "condition where others share it",
    documentation=f"{GUIDE}/id_roles_create_for-user.html",
)
def role_names_principals(role: Resource) -> Iterator[str]:
    """A role that everyone may assume gives its rights to every account."""
    for statement in known_statements(role.get("assumeRolePolicy", "")):
        if is_open(statement):
            yield "everyone may assume it"


@rule(
    "iam-resource-policy-open",
    "No resource policy is open to everyone",
    about=OPEN_TO,
    waits=True,
    severity=Severity.CRITICAL,
    remedy="Name the service, account or role as the principal, or add a condition on "
    "aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID",
    documentation=f"{GUIDE}/reference_policies_elements_principal.html",
)
def resource_policy_is_closed(holder: Resource, graph: Graph) -> Iterator[str]:
    """The principal * is every account of AWS: anyone may then send, read or delete."""
    for statement in _of_resource(holder):
        if is_open(statement):
            yield f"it allows everyone {statement.calls}"
    narrowed = holder.has("condition") or holder.has("organizationId")
    if holder.get("principal", "") == "*" and not narrowed:
        yield f"it allows everyone {holder.get('action', 'events:PutEvents')}"


@rule(
    "iam-resource-policy-source",
    "A resource policy says for whom a service may act",
    about=(sqs.Queue, sqs.QueuePolicy, sns.Topic, sns.TopicPolicy, s3.BucketPolicy),
    waits=True,
    severity=Severity.HIGH,
    remedy="Add a condition on aws:SourceArn, or on aws:SourceAccount, to the statement",
    documentation=f"{GUIDE}/confused-deputy.html",
)
def service_acts_for_someone(holder: Resource, graph: Graph) -> Iterator[str]:
    """A service acts for all accounts: a rule or a topic in any of them may then send here."""
    for statement in _of_resource(holder):
        for service in services_without_source(statement):
            yield f"it allows {service} on behalf of any account"


@rule(
    "iam-access-key-temporary",
    "Programs have temporary credentials",
    about=iam.AccessKey,
    severity=Severity.HIGH,
    remedy="Give what calls AWS a role: of its function or container, of an identity pool, of an "
    "OpenID Connect provider",
    documentation=f"{GUIDE}/best-practices.html",
)
def no_key_is_kept(key: Resource, graph: Graph) -> Iterator[str]:
    """A key is valid until it is deleted, wherever it was copied to, and is in the state of
    the stack."""
    yield "it makes a key that does not expire"


def _allowed_by(holder: Resource) -> Iterator[Statement]:
    """The statements of an identity policy; raises ``Undecided`` while they are not known."""
    yield from known_statements(holder.get("policy", ""))
    for inline in holder.get("inlinePolicies", []):
        given: Any = inline.get("policy") if isinstance(inline, dict) else ""
        yield from known_statements(given)


def _of_resource(holder: Resource) -> Iterator[Statement]:
    for place in PLACES:
        yield from known_statements(holder.get(place, ""))


RULES = (
    no_key_is_kept,
    policy_names_actions,
    policy_names_resources,
    policy_gives_no_way_up,
    no_policy_is_for_administrators,
    role_names_principals,
    resource_policy_is_closed,
    service_acts_for_someone,
)
