"""Disturbances of a campaign: killed function workers, duplicates, a restarted emulator."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.shop.client import Shop
from tests.local.deployed import Deployed

KILL_SECONDS, DUPLICATE_SECONDS = 1.5, 1.0
UPS = 3


@dataclass
class Disturbed:
    """How often a stage was disturbed."""

    workers: int = 0
    messages: int = 0
    events: int = 0


@contextmanager
def disturbed(stage: Deployed, counts: Disturbed) -> Iterator[None]:
    """Disturb a stage until the end of the block."""
    done = threading.Event()
    threads = [
        threading.Thread(target=kill_workers, args=(stage, done, counts)),
        threading.Thread(target=duplicate, args=(stage.shop, done, counts)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def kill_workers(stage: Deployed, done: threading.Event, counts: Disturbed) -> None:
    """Kill a function worker of this stage's emulator now and then."""
    while not done.wait(KILL_SECONDS):
        if workers := workers_of(stage):
            try:
                os.kill(random.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                continue
            counts.workers += 1


def workers_of(stage: Deployed) -> list[int]:
    """The processes that the emulator of a stage has started for functions."""
    noted = json.loads((stage.checkout.root / ".local/stages/local/emulator.json").read_text())
    parent = str(noted["pid"])
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == parent:
            found.append(int(stat.parent.name))
    return found


def duplicate(shop: Shop, done: threading.Event, counts: Disturbed) -> None:
    """Send messages that wait in queues a second time, and leave the first where it is; those that
    hold an event alternately to their queue and, as the bus may, to every consumer.
    """
    sqs, events = shop.client("sqs"), shop.client("events")
    bus = shop.parameter("platform", "bus-name")
    while not done.wait(DUPLICATE_SECONDS):
        for url in sqs.list_queues().get("QueueUrls", []):
            if "dead-letters" in url or "undelivered" in url or url.endswith(".fifo"):
                continue
            held = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=3, VisibilityTimeout=1)
            for message in held.get("Messages", []):
                body = json.loads(message["Body"])
                if "detail-type" in body and counts.events <= counts.messages:
                    entry = {
                        "EventBusName": bus,
                        "Source": body["source"],
                        "DetailType": body["detail-type"],
                        "Detail": json.dumps(body["detail"]),
                    }
                    events.put_events(Entries=[entry])
                    counts.events += 1
                else:
                    sqs.send_message(QueueUrl=url, MessageBody=message["Body"])
                    counts.messages += 1


def restart(stage: Deployed) -> None:
    """Stop the emulator while orders are under way, and deploy again; on a machine that is busy the
    first order of an ``up`` may time out, and the next one places it.
    """
    stopped = stage.checkout.platform("emulator", "stop")
    assert stopped.returncode == 0, stopped.stdout
    for _ in range(UPS):
        up = stage.checkout.platform("up")
        if up.returncode == 0 and "first order" in up.stdout:
            return
    raise AssertionError(up.stdout)
