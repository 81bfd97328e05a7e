from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cli.account import Account
from cli.causes import FAILED, FAILED_MESSAGES, Consumer, consumer_of
from cli.dead_letter_queue import DeadLetterQueue, depth, named, queues_of
from cli.shop import Shop
from tests.checkout import Checkout
from tests.local.deployed import Deployed
from tests.local.shopping import until
from tests.local.stage.confirmations import confirmed, publish

CONSUMER = "analytics-count-order"
# No other test's orders are of this month.
DAY = date(2025, 3, 1)
GOOD, POISON_UNITS = 100, 13
COUNTING = "    if store.count_purchase(received.message):"
BROKEN = f"""\
    if received.message.units == {POISON_UNITS}:
        raise ValueError("so many units bring bad luck")
{COUNTING}"""


@dataclass(frozen=True)
class Ward:
    """The queue whose messages die, watched from outside."""

    account: Account
    queue: DeadLetterQueue
    consumer: Consumer

    @classmethod
    def of(cls, shop: Shop) -> Ward:
        account = Account(shop.stage, shop.region, shop.endpoint)
        queue = named(queues_of(account), CONSUMER)
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

    def alarm_after_a_minute(self) -> str:
        """The alarm's state after the queue's depth is put as a metric, as SQS does each minute."""
        of_this_queue = [{"Name": "QueueName", "Value": self.queue.name}]
        metric = {
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Dimensions": of_this_queue,
            # That of the minute's beginning, as on AWS; the alarm looks back a minute.
            "Timestamp": datetime.now(UTC) - timedelta(seconds=55),
            "Value": self.dead(),
        }
        cloudwatch = self.account.client("cloudwatch")
        cloudwatch.put_metric_data(Namespace="AWS/SQS", MetricData=[metric])
        prefix = f"{CONSUMER}-dead-letters-alarm"
        [alarm] = cloudwatch.describe_alarms(AlarmNamePrefix=prefix)["MetricAlarms"]
        assert alarm["Dimensions"] == of_this_queue
        return str(alarm["StateValue"])


@contextmanager
def broken(checkout: Checkout) -> Iterator[None]:
    """For a while the consumer cannot stand orders of so many units."""
    file = "services/analytics/app/count_order.py"
    checkout.edit(file, COUNTING, BROKEN)
    try:
        deploy(checkout)
        yield
    finally:
        checkout.edit(file, BROKEN, COUNTING)
        deploy(checkout)


def deploy(checkout: Checkout) -> None:
    up = checkout.platform("up")
    assert up.returncode == 0, up.stdout


def counted(shop: Shop, agent: str) -> tuple[int, int]:
    """Orders and units that analytics has counted in the month of these tests."""
    rows = shop.request("GET", "analytics", "/purchases", agent)["months"]
    return sum_of(rows, "orders"), sum_of(rows, "units")


def sum_of(rows: list[dict[str, Any]], count: str) -> int:
    return sum(row[count] for row in rows if row["month"] == f"{DAY:%Y-%m}")


def test_a_poison_message_harms_no_other_and_is_handled_after_a_fix_and_a_redrive(
    deployed: Deployed, shop: Shop, agent: str
) -> None:
    checkout, ward = deployed.checkout, Ward.of(shop)
    with broken(checkout):
        earlier = len(ward.failures())
        orders = [confirmed(DAY, units=1) for _ in range(GOOD)]
        publish(shop, [*orders[:50], confirmed(DAY, units=POISON_UNITS), *orders[50:]])
        until(lambda: counted(shop, agent), lambda found: found == (GOOD, GOOD))
        until(ward.dead, lambda dead: dead == 1)
        assert counted(shop, agent) == (GOOD, GOOD)
        assert ward.waiting() == 0
        failures = ward.failures()[earlier:]
        assert len(failures) == ward.receives()
        assert {failure["error_type"] for failure in failures} == {"ValueError"}
        assert ward.alarm_after_a_minute() == "ALARM"

        listed = checkout.platform("dead-letters", CONSUMER)
        assert listed.returncode == 0, listed.stdout
        assert f"{ward.queue.name}: 1\n" in listed.stdout
        assert "  ValueError: 1, since " in listed.stdout
        assert "    so many units bring bad luck\n" in listed.stdout
        assert failures[0]["message_id"] in listed.stdout

    reason = "orders of thirteen units are counted again"
    redriven = checkout.platform("redrive", CONSUMER, "--reason", reason)
    assert redriven.returncode == 0, redriven.stdout
    assert redriven.stdout == (
        f"moved 1 to {ward.queue.source.name}\n  ValueError: 1\nleft in {ward.queue.name}: 0\n"
    )
    until(lambda: counted(shop, agent), lambda found: found == (GOOD + 1, GOOD + POISON_UNITS))
    assert (ward.dead(), ward.waiting()) == (0, 0)
    assert until(ward.alarm_after_a_minute, lambda state: state != "ALARM") == "OK"
