"""IAM: what the emulator asks a role for where AWS asks for something else, or for less.

Such grants stand in a policy of their own beside the one that was asked for, which stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Statement = dict[str, Any]

COMPLETIONS = ("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat")

# On AWS the right to do it with one message is the right to do it with ten at a time; these are no
# actions of IAM:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
# https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
BATCHES = {
    "sqs:ChangeMessageVisibility": "sqs:ChangeMessageVisibilityBatch",
    "sqs:DeleteMessage": "sqs:DeleteMessageBatch",
    "sqs:SendMessage": "sqs:SendMessageBatch",
    "sns:Publish": "sns:PublishBatch",
}


def gaps(policy: str) -> str | None:
    """A policy for what the emulator asks beyond this one; nothing if it asks nothing more."""
    needed = [more for granted in json.loads(policy)["Statement"] for more in _needed(granted)]
    return json.dumps({"Version": "2012-10-17", "Statement": needed}) if needed else None


def _needed(granted: Mapping[str, Any]) -> Iterator[Statement]:
    given = granted["Action"]
    actions = [given] if isinstance(given, str) else given
    if granted["Effect"] != "Allow":
        return
    if "ses:SendEmail" in actions:
        # It names no identity as the resource of a mail; that the sender is one it checks itself.
        yield {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}
    if "dynamodb:DeleteBackup" in actions:
        # It names no backup as the resource of a deletion.
        yield {"Effect": "Allow", "Action": "dynamodb:DeleteBackup", "Resource": "*"}
    if tokens := [action for action in actions if action in COMPLETIONS]:
        # It does not know which machine a token belongs to; who has the token may use it.
        yield {"Effect": "Allow", "Action": tokens, "Resource": "*"}
    if batches := [BATCHES[action] for action in actions if action in BATCHES]:
        yield {**granted, "Action": batches}
