"""Dead-letter queues: those that a stage has, with their source queues and consumers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cli.stage.account import Account
from cli.terminal.arguments import WrongArgument
from local.checkout import LocalError

# The tag of those that no queue names: of a rule, a schedule or a stream.
ROLE = "dead-letters"
AT_ONCE = 8
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True)
class Source:
    """The queue from which messages move to a dead-letter queue."""

    arn: str
    url: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class DeadLetterQueue:
    """A dead-letter queue; without ``source`` it is that of a rule, a schedule or a stream."""

    name: str
    url: str
    source: Source | None

    @property
    def consumer(self) -> str:
        """The logical name of the component whose messages end here: ``analytics-count-order``."""
        return re.sub(r"-dead-letters(-\w+)?(\.fifo)?$", "", self.name)


def queues_of(account: Account) -> list[DeadLetterQueue]:
    """The dead-letter queues of a stage: those that its queues name, and those tagged as such."""
    sqs, tagged = account.client("sqs"), account.tagged("sqs")

    def described(arn: str) -> tuple[str, str] | None:
        name, owner = arn.rpartition(":")[2], arn.split(":")[4]
        try:
            url = sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=owner)["QueueUrl"]
        except sqs.exceptions.QueueDoesNotExist:
            # Tags outlive a queue for a while.
            return None
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])
        policy = asked.get("Attributes", {}).get("RedrivePolicy", "{}")
        return url, json.loads(policy).get("deadLetterTargetArn", "")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = zip(tagged, pool.map(described, tagged), strict=True)
        queues = {arn: found for arn, found in answers if found}
    sources = {dead: Source(arn=arn, url=url) for arn, (url, dead) in queues.items() if dead}
    found = [
        DeadLetterQueue(name=arn.rpartition(":")[2], url=url, source=sources.get(arn))
        for arn, (url, _) in queues.items()
        if arn in sources or tagged[arn].get("role") == ROLE
    ]
    if not found:
        raise LocalError(
            f"stage {account.stage} has no dead-letter queue in {account.region}; "
            "is it deployed there, in the account of these credentials?"
        )
    return sorted(found, key=lambda queue: queue.name)


def named(queues: Iterable[DeadLetterQueue], name: str) -> DeadLetterQueue:
    """The queue of this name, or that of the consumer of this name."""
    there = list(queues)
    matching = [queue for queue in there if name in (queue.name, queue.consumer)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        several = ", ".join(queue.name for queue in matching)
        raise WrongArgument(f"{name} may be any of {several}; give one of these names")
    consumers = [queue.consumer for queue in there]
    own = [each for each in consumers if each.startswith(f"{name}-")]
    whose = f"{name} has" if own else "there are"
    raise WrongArgument(
        f"there is no dead-letter queue {name}; {whose} {', '.join(own or consumers)}"
    )


def depth(sqs: Any, url: str) -> int:
    """The approximate number of messages in a queue, those in flight included."""
    kinds = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(kinds))["Attributes"]
    return sum(int(asked[kind]) for kind in kinds)
