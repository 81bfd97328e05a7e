"""A message in a dead-letter queue of a stage: listed, redriven by the command, and consumed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from datetime import date

import pytest

from contracts.envelope import wrap
from settings import ROOT, Settings
from tests.flows.confirmations import confirmed
from tests.flows.live_shop import LiveShop
from tests.flows.shopping import until
from tests.flows.ward import Ward, counted

CONSUMER = "analytics-count-order"
# No order was placed in this month: the shop was founded later.
DAY = date(1996, 12, 1)
UNITS = 3


def platform(*arguments: str) -> str:
    """What the command prints, with the caller's own credentials."""
    command = [sys.executable, "-m", "cli", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ, text=True, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def ward(shop: LiveShop) -> Ward:
    ward = Ward.of(shop, CONSUMER)
    if held := ward.dead():
        pytest.skip(f"{ward.queue.name} holds {held} messages of the stage's own")
    return ward


def test_a_dead_letter_is_listed_and_consumed_after_a_redrive(
    settings: Settings, shop: LiveShop, agent: str, ward: Ward
) -> None:
    event = confirmed(DAY, units=UNITS)
    body = {
        "source": event.source,
        "detail-type": event.detail_type,
        "detail": wrap(event, str(uuid.uuid4())),
    }
    orders, units = counted(shop, agent, DAY)
    sent = shop.client("sqs").send_message(QueueUrl=ward.queue.url, MessageBody=json.dumps(body))
    until(ward.dead, lambda dead: dead == 1)

    stage = ("--stage", settings.stage)
    listed = platform("dead-letters", CONSUMER, *stage)
    assert f"{ward.queue.name}: 1\n" in listed
    assert sent["MessageId"] in listed
    reason = "a test of the redrive"
    redriven = platform("redrive", CONSUMER, "--reason", reason, *stage)
    assert f"moved 1 to {ward.queue.source.name}\n" in redriven
    now = (orders + 1, units + UNITS)
    assert until(lambda: counted(shop, agent, DAY), lambda found: found == now) == now
    assert until(lambda: (ward.dead(), ward.waiting()), lambda left: not any(left)) == (0, 0)
