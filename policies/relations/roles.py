"""Roles: the policies of an IAM role, however attached, and whether they allow a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.framework.aws import iam
from policies.framework.graph import Graph
from policies.framework.resource import UNKNOWN, Resource
from policies.relations.policy_documents import Statement, known_statements, like, statements

READ_QUEUE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
READ_TABLE = ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream")
READ_STREAM = ("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream*")
LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
TRACES = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")

# What AWS's own policies for functions allow, on every resource:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
MANAGED = {
    "AWSLambdaBasicExecutionRole": LOGS,
    "AWSXRayDaemonWriteAccess": TRACES,
    "AWSXrayWriteOnlyAccess": TRACES,
    "AWSLambdaVPCAccessExecutionRole": (*LOGS, "ec2:*NetworkInterface*"),
    "AWSLambdaSQSQueueExecutionRole": (*READ_QUEUE, *LOGS),
    "AWSLambdaDynamoDBExecutionRole": (*READ_TABLE, "dynamodb:ListStreams", *LOGS),
    "AWSLambdaKinesisExecutionRole": (*READ_STREAM, "kinesis:List*", *LOGS),
    "CloudWatchLambdaInsightsExecutionRolePolicy": LOGS,
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """One policy of a role: the resource and the property that hold it, and its statements; None
    while they are not known.
    """

    holder: Resource
    key: str
    statements: tuple[Statement, ...] | None

    @property
    def known(self) -> tuple[Statement, ...]:
        """Its statements, as far as they are known."""
        return self.statements or ()


def documents(role: Resource, graph: Graph) -> Iterator[Document]:
    """The policies that a stack gives a role, but for those that it only names by ARN."""
    for inline in graph.users(role, iam.RolePolicy, "role"):
        yield _document(inline, "policy", inline.properties.get("policy"))
    own = role.properties.get("inlinePolicies")
    for each in own if isinstance(own, list) else []:
        if isinstance(each, dict):
            yield _document(role, "inlinePolicies", each.get("policy"))
    for policy in _attached(role, graph):
        yield _document(policy, "policy", policy.properties.get("policy"))


def managed_policies(role: Resource, graph: Graph) -> Iterator[str]:
    """The names of the policies outside the stack that are attached to a role; empty while an ARN
    is not known.
    """
    own = role.properties.get("managedPolicyArns")
    for arn in own if isinstance(own, list) else []:
        yield _name(arn)
    for key, kind in ATTACHMENTS.items():
        for attachment in graph.users(role, kind, key):
            if not graph.of(attachment, "policyArn", iam.Policy):
                yield _name(attachment.properties.get("policyArn"))


def may(role: Resource, action: str, target: Resource | None, graph: Graph) -> bool:
    """Whether a role may make a call, on a resource if one is given. While a policy is not known,
    it may if the policy refers to the resource. What a policy allows that is neither in the stack
    nor in ``MANAGED`` is not known either, and counts for everything.
    """
    for name in managed_policies(role, graph):
        if name not in MANAGED or any(like(action, each) for each in MANAGED[name]):
            return True
    return any(_allows(each, action, target, graph) for each in documents(role, graph))


def _allows(policy: Document, action: str, target: Resource | None, graph: Graph) -> bool:
    found = policy.statements
    if found is None:
        return target is None or refers(policy.holder, policy.key, target, graph)
    arn = None if target is None else target.properties.get("arn")
    return any(
        one.allows
        and one.has_action(action)
        and (not isinstance(arn, str) or one.has_resource(arn))
        for one in found
    )


def refers(holder: Resource, key: str, target: Resource, graph: Graph) -> bool:
    """Whether a property refers to a resource, or to a component that it is in."""
    named = set(holder.property_dependencies.get(key, ()))
    return not named.isdisjoint(graph.lineage(target)) or any(
        each.urn == target.urn for each in graph.of(holder, key)
    )


def is_of_service(role: Resource, service: str) -> bool:
    """Whether an AWS service may assume a role, as far as that is known."""
    found = known_statements(role.properties.get("assumeRolePolicy"))
    return any(one.allows and ("Service", service) in one.principals for one in found)


def role_of(source: Resource, key: str, graph: Graph) -> Resource | None:
    """The one role of the stack that a property refers to; None if it is elsewhere."""
    found: Sequence[Resource] = graph.of(source, key, iam.Role)
    return found[0] if len(found) == 1 else None


ATTACHMENTS = {"role": iam.RolePolicyAttachment, "roles": iam.PolicyAttachment}


def _attached(role: Resource, graph: Graph) -> Iterator[Resource]:
    for key, kind in ATTACHMENTS.items():
        for attachment in graph.users(role, kind, key):
            yield from graph.of(attachment, "policyArn", iam.Policy)
    yield from graph.of(role, "managedPolicyArns", iam.Policy)


def _document(holder: Resource, key: str, policy: object) -> Document:
    return Document(holder=holder, key=key, statements=statements(policy))


def _name(arn: object) -> str:
    return "" if arn is UNKNOWN else str(arn).rpartition("/")[2]
