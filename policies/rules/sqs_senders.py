"""Amazon SQS, senders: whether queues take what services send to them without a role, and what they
refuse to all.
"""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import sqs
from policies.framework.graph import Graph, token
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.senders import SENDERS, allow_plain, is_allowed, key_faults, sendings

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"


@rule(
    "sqs-queue-sender-allowed",
    "A queue's policy allows the service that sends to it",
    about=SENDERS,
    severity=Severity.CRITICAL,
    remedy="Give the queue one policy that allows sqs:SendMessage to the service principal, on "
    "the condition that aws:SourceArn is the rule, topic or bucket",
    documentation=f"{GUIDE}/sqs-basic-examples-of-sqs-policies.html",
)
def queue_allows_sender(sender: Resource, graph: Graph) -> Iterator[str]:
    """A message that the policy does not allow is discarded, also on its way to a dead-letter
    queue, and the queue stays empty without an error."""
    for sending in sendings(sender, graph):
        if sending.target.type == token(sqs.Queue) and not is_allowed(sending, graph):
            yield (
                f"{sending.what} go to {sending.target.name}, whose policy does not allow "
                f"{sending.service} to send for it"
            )


@rule(
    "sqs-queue-sender-key",
    "The key of a queue allows the service that sends to it",
    about=SENDERS,
    severity=Severity.CRITICAL,
    remedy="Encrypt the queue with sqs_managed_sse_enabled, or with a key whose policy allows the "
    "service kms:GenerateDataKey and kms:Decrypt",
    documentation=f"{GUIDE}/sqs-key-management.html",
)
def queue_key_allows_sender(sender: Resource, graph: Graph) -> Iterator[str]:
    """A service that may not use the key cannot send, and its message is discarded."""
    for sending in sendings(sender, graph):
        if sending.target.type == token(sqs.Queue):
            yield from key_faults(sending.target, sending.service, graph)


@rule(
    "sqs-queue-policy-tls-only",
    "The policy of a queue refuses requests without TLS",
    about=sqs.Queue,
    waits=True,
    severity=Severity.HIGH,
    remedy="Deny sqs:* to everyone in the policy where aws:SecureTransport is false",
    documentation=f"{GUIDE}/sqs-security-best-practices.html",
)
def queue_policy_refuses_plain_requests(queue: Resource, graph: Graph) -> Iterator[str]:
    """SQS answers over HTTP as well, where every network on the way can read the messages."""
    for policy in allow_plain(queue, graph, "sqs:SendMessage", "sqs:ReceiveMessage"):
        yield f"{policy.name} does not refuse requests without TLS"


RULES = (queue_allows_sender, queue_key_allows_sender, queue_policy_refuses_plain_requests)
