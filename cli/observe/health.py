"""Health: what waits, what failed and what alarms on a stage, by service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cli.deploy.stack_changes import service_of
from cli.stage.account import Account

WAITING = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


@dataclass
class Health:
    """One service: ``alarms`` that are in ALARM, messages in dead-letter queues and in others."""

    alarms: list[str] = field(default_factory=list)
    dead_letters: int = 0
    backlog: int = 0


def of(account: Account, services: Sequence[str]) -> dict[str, Health]:
    """By service, and ``platform`` for what all share."""
    found: dict[str, Health] = {}
    for queue, waiting in queues(account):
        health = found.setdefault(service_of(queue, services), Health())
        if holds_dead_letters(queue):
            health.dead_letters += waiting
        else:
            health.backlog += waiting
    for alarm in alarms(account):
        name = alarm["AlarmName"]
        found.setdefault(service_of(name, services), Health()).alarms.append(name)
    return found


def holds_dead_letters(queue: str) -> bool:
    """Whether a queue is a dead-letter queue, by its name."""
    return "-dead-letters" in queue


def queues(account: Account) -> Iterable[tuple[str, int]]:
    """The name of each queue of a stage, with the number of its messages."""
    sqs = account.client("sqs")
    for arn in sorted(account.tagged("sqs")):
        name = arn.rpartition(":")[2]
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(WAITING))
        yield name, sum(int(asked["Attributes"][each]) for each in WAITING)


def alarms(account: Account) -> list[dict[str, Any]]:
    """A stage's alarms that are in ALARM, as CloudWatch describes them, by name."""
    pages = account.client("cloudwatch").get_paginator("describe_alarms")
    there = [
        each
        for page in pages.paginate(StateValue="ALARM")
        for kind in ("MetricAlarms", "CompositeAlarms")
        for each in page.get(kind, ())
    ]
    # An account on AWS may hold other stages; an emulator holds one.
    own = None if account.endpoint else account.tagged("cloudwatch:alarm")
    found = [each for each in there if own is None or each["AlarmArn"] in own]
    return sorted(found, key=lambda alarm: str(alarm["AlarmName"]))
