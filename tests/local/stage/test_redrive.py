from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from cli.shop.client import Shop
from tests.checkout import Checkout
from tests.flows.confirmations import confirmed, publish
from tests.flows.shopping import until
from tests.flows.ward import Ward, counted
from tests.local.deployed import Deployed

CONSUMER = "analytics-count-order"
# No other test's orders are of this month.
DAY = date(2025, 3, 1)
GOOD, POISON_UNITS = 100, 13
COUNTING = "    if store.count_purchase(received.message):"
BROKEN = f"""\
    if received.message.units == {POISON_UNITS}:
        raise ValueError("so many units bring bad luck")
{COUNTING}"""


def alarm_after_a_minute(ward: Ward) -> str:
    """The alarm's state after the queue's depth is put as a metric, as SQS does each minute."""
    of_this_queue = [{"Name": "QueueName", "Value": ward.queue.name}]
    metric = {
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": of_this_queue,
        # That of the minute's beginning, as on AWS; the alarm looks back a minute.
        "Timestamp": datetime.now(UTC) - timedelta(seconds=55),
        "Value": ward.dead(),
    }
    cloudwatch = ward.account.client("cloudwatch")
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


def test_a_poison_message_harms_no_other_and_is_handled_after_a_fix_and_a_redrive(
    deployed: Deployed, shop: Shop, agent: str
) -> None:
    checkout, ward = deployed.checkout, Ward.of(shop, CONSUMER)
    with broken(checkout):
        earlier = len(ward.failures())
        orders = [confirmed(DAY, units=1) for _ in range(GOOD)]
        publish(shop, [*orders[:50], confirmed(DAY, units=POISON_UNITS), *orders[50:]])
        until(lambda: counted(shop, agent, DAY), lambda found: found == (GOOD, GOOD))
        until(ward.dead, lambda dead: dead == 1)
        assert counted(shop, agent, DAY) == (GOOD, GOOD)
        assert ward.waiting() == 0
        failures = ward.failures()[earlier:]
        assert len(failures) == ward.receives()
        assert {failure["error_type"] for failure in failures} == {"ValueError"}
        assert alarm_after_a_minute(ward) == "ALARM"

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
    until(lambda: counted(shop, agent, DAY), lambda found: found == (GOOD + 1, GOOD + POISON_UNITS))
    assert (ward.dead(), ward.waiting()) == (0, 0)
    assert until(lambda: alarm_after_a_minute(ward), lambda state: state != "ALARM") == "OK"
