from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.deploy import unlock
from cli.observe import health, status
from cli.observe.health import Health
from cli.observe.status import Row, line
from cli.stage import engine, setup
from settings import Settings

SERVICES = ("orders", "users")
ARN = "arn:aws:sqs:eu-west-1:0:"
COUNTS = {
    "orders-take-queue-1a": {"ApproximateNumberOfMessages": "2"},
    "orders-take-dead-letters-1a": {"ApproximateNumberOfMessages": "1"},
    "jobs-queue": {"ApproximateNumberOfMessagesNotVisible": "4"},
}


class Account:
    """Stands for a stage with three queues, and three alarms of which two are its own."""

    def __init__(self, endpoint=None):
        self.endpoint = endpoint
        sqs = SimpleNamespace(
            get_queue_url=lambda **given: {"QueueUrl": given["QueueName"]},
            get_queue_attributes=lambda **given: {
                "Attributes": dict.fromkeys(health.WAITING, "0") | COUNTS[given["QueueUrl"]]
            },
        )
        alarms = [
            {"AlarmName": name, "AlarmArn": name}
            for name in ("users-errors", "orders-age", "other")
        ]
        pages = SimpleNamespace(paginate=lambda **_: [{"MetricAlarms": alarms}])
        self.clients = {
            "sqs": sqs,
            "cloudwatch": SimpleNamespace(get_paginator=lambda name: pages),
        }

    def client(self, name):
        return self.clients[name]

    def tagged(self, kind):
        if kind == "sqs":
            return {f"{ARN}{name}": {} for name in COUNTS}
        return {"users-errors": {}, "orders-age": {}}


def test_messages_and_alarms_are_counted_by_service():
    assert health.of(Account(), SERVICES) == {
        "orders": Health(["orders-age"], dead_letters=1, backlog=2),
        "platform": Health(backlog=4),
        "users": Health(["users-errors"]),
    }


def test_an_emulator_holds_one_stage_and_all_its_alarms():
    assert "other" in health.of(Account("http://127.0.0.1:1"), SERVICES)["platform"].alarms


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row("orders", error="is spoiled"), "orders                  is spoiled"),
        (
            Row("orders", Health(["a", "b"], 1, 2), 9, 3, "2026-11-29 21:01 UTC"),
            "orders                  9 resources, deployed 2026-11-29 21:01 UTC, 3 unfinished: the "
            "next up puts them in order, 2 waiting, 1 in dead-letter queues, ALARM a, b",
        ),
        (
            Row("orders", Health()),
            "orders                  0 waiting, 0 in dead-letter queues, 0 alarms",
        ),
    ],
)
def test_a_service_is_a_line(row, said):
    assert line(row) == said


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(status, "account_of", contextmanager(lambda stage: iter([Account()])))


def test_a_stage_on_aws_has_what_waits_and_alarms(aws, capsys):
    assert command.main(["status", "prod"]) == 0
    shown = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert set(shown) == {"platform", *Settings.of_stage("prod").deployed}
    assert shown["orders"] == "2 waiting, 1 in dead-letter queues, ALARM orders-age"
    assert shown["platform"] == "4 waiting, 0 in dead-letter queues, 0 alarms"
    assert shown["payments"] == "0 waiting, 0 in dead-letter queues, 0 alarms"


def test_programs_get_it_as_json(aws, capsys):
    assert command.main(["status", "prod", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["emulator"] is None
    orders = next(each for each in found["stacks"] if each["name"] == "orders")
    assert orders["health"] == {
        "alarms": ["orders-age"],
        "dead_letters": 1,
        "backlog": 2,
    }


def test_stacks_on_aws_are_unlocked_only_when_that_is_confirmed(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(setup, "prepare", lambda **_: None)
    monkeypatch.setattr(engine.shutil, "which", lambda name: "/usr/bin/pulumi")
    monkeypatch.setattr(engine.Engine, "deployed", lambda self: ["prod-orders"])
    monkeypatch.setattr(engine.Engine, "run", lambda self, words: ran.append(words))
    assert command.main(["unlock", "prod"]) == 2
    assert "confirm that there is none: --yes" in capsys.readouterr().err
    assert command.main(["unlock", "prod", "--yes"]) == 0
    assert ran == [["cancel", "--yes", "--stack", "prod-orders"]]
    assert capsys.readouterr().out == "prod-orders: unlocked\n"


def test_a_local_stage_is_unlocked_and_compared_with_its_emulator(stage, monkeypatch, capsys):
    monkeypatch.setattr(unlock, "local_stage", lambda name: stage)
    monkeypatch.setattr(unlock, "stacks", stage.stacks)
    stage.stacks.make("local-orders")
    stage.stacks.make("local-catalog")
    monkeypatch.setattr(
        stage.stacks, "settle", lambda stack, config: stack == "local-orders", raising=False
    )
    assert command.main(["unlock"]) == 0
    assert capsys.readouterr().out == "local-orders: unlocked\n"
    assert command.main(["unlock", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"stage": "local", "unlocked": ["local-orders"]}
    stage.emulator.running = None
    assert command.main(["unlock"]) == 1
    assert "platform up --stage local starts it and removes such locks" in capsys.readouterr().err
