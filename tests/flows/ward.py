"""Ward: a consumer's queue and its dead-letter queue, and what analytics counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from cli.repair.causes import FAILED, FAILED_MESSAGES, Consumer, consumer_of
from cli.repair.dead_letter_queue import DeadLetterQueue, depth, named, queues_of
from cli.shop.client import Shop
from cli.stage.account import Account


@dataclass(frozen=True)
class Ward:
    """The queue of a consumer and its dead-letter queue, watched from outside."""

    account: Account
    queue: DeadLetterQueue
    consumer: Consumer

    @classmethod
    def of(cls, shop: Shop, consumer: str) -> Ward:
        """That of a consumer, as ``analytics-count-order``."""
        account = Account(shop.stage, shop.region, shop.endpoint)
        queue = named(queues_of(account), consumer)
        return cls(account, queue, consumer_of(account, queue))

    def dead(self) -> int:
        return depth(self.account.client("sqs"), self.queue.url)

    def waiting(self) -> int:
        return depth(self.account.client("sqs"), self.queue.source.url)

    def receives(self) -> int:
        """How often the source hands a message out before it gives it up."""
        asked = self.account.client("sqs").get_queue_attributes(
            QueueUrl=self.queue.source.url, AttributeNames=["RedrivePolicy"]
        )
        return int(json.loads(asked["Attributes"]["RedrivePolicy"])["maxReceiveCount"])

    def failures(self) -> list[dict[str, Any]]:
        """The log lines of the messages that failed in the consumer."""
        pages = self.account.client("logs").get_paginator("filter_log_events")
        found = pages.paginate(logGroupName=self.consumer.log_group, filterPattern=FAILED_MESSAGES)
        # The emulator returns every line, whatever the pattern.
        lines = [event["message"] for page in found for event in page["events"]]
        return [json.loads(line) for line in lines if f'"outcome":"{FAILED}"' in line]


def counted(shop: Shop, agent: str, day: date) -> tuple[int, int]:
    """Orders and units that analytics has counted in the month of a day."""
    months = shop.request("GET", "analytics", "/purchases", agent)["months"]
    rows = [row for row in months if row["month"] == f"{day:%Y-%m}"]
    return sum(row["orders"] for row in rows), sum(row["units"] for row in rows)
