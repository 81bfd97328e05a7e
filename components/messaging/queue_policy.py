"""Admission: who may put messages in a queue besides the functions that were granted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy


class Door:
    """The policies of some queues that go together, by role: TLS only, and one source at most.

    SQS keeps one policy a queue, and a second would replace it: each is made once, at once where
    no service is to be admitted, else by ``admit``.
    """

    def __init__(
        self,
        name: str,
        queues: Mapping[str, aws.sqs.Queue],
        *,
        admits: bool,
        opts: pulumi.ResourceOptions,
    ) -> None:
        self._queues, self._admits, self._admitted = queues, admits, ""
        if not admits:
            for role, queue in queues.items():
                _policy(f"{name}-{role}", queue, _only_tls(queue), opts=opts)

    def admit(
        self, name: str, service: str, source_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
    ) -> list[pulumi.Resource]:
        """Let one source of an AWS service deliver; ``name`` says for whom the policies are."""
        if not self._admits:
            raise ValueError(f"a queue must be made with admits=True to admit {name}, got False")
        if self._admitted:
            raise ValueError(f"a queue admits one source; {name} would replace {self._admitted}")
        self._admitted = name
        return [
            _policy(
                f"{name}-{role}",
                queue,
                _delivery(queue, service, source_arn),
                _only_tls(queue),
                opts=opts,
            )
            for role, queue in self._queues.items()
        ]


def _policy(
    name: str, queue: aws.sqs.Queue, *statements: Mapping[str, Any], opts: pulumi.ResourceOptions
) -> aws.sqs.QueuePolicy:
    return aws.sqs.QueuePolicy(
        f"{name}-policy", queue_url=queue.url, policy=policy(*statements), opts=opts
    )


def _delivery(
    queue: aws.sqs.Queue, service: str, source_arn: pulumi.Input[str]
) -> Mapping[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": queue.arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}},
    }


def _only_tls(queue: aws.sqs.Queue) -> Mapping[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": queue.arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
