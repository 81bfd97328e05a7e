from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from cli import __main__ as command
from cli.repair import backfill
from tests.fakes.parameters import check

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BUS = "arn:aws:events:eu-west-1:1:event-bus/platform-local"
LIVE = {"exists": False}


def taking(*replays):
    """The pattern of a rule that takes these replays besides live events."""
    return {"source": ["orders"], "replay-name": [LIVE, *({"prefix": f"{r}."} for r in replays)]}


class Bus:
    """A bus with an archive; a replay goes through the states it is given."""

    stage, region, endpoint = "local", "eu-west-1", "http://127.0.0.1:4566"

    def __init__(self):
        self.patterns = {
            "analytics-count-order": taking("analytics-count-order"),
            "reports-note-order": taking("reports-note-order"),
            "partner-webhook": taking(),
        }
        self.count, self.days, self.begun = 7, 1, NOW - timedelta(hours=20)
        self.archives = [{"ArchiveName": "kept"}]
        self.states = ["STARTING", "RUNNING", "RUNNING", "COMPLETED"]
        self.started = []

    def parameter(self, service, key):
        return {"bus-arn": BUS, "bus-name": "platform-local"}[key]

    def client(self, service):
        assert service == "events"
        return self

    @contextmanager
    def opened(self, stage):
        yield self

    def get_paginator(self, operation):
        assert operation == "list_rules"
        return self

    def paginate(self, **call):
        check("events", "ListRules", call)
        arn = "arn:aws:events:eu-west-1:1:rule/platform-local/{}-rule-1"
        for name, pattern in self.patterns.items():
            rule = {"Name": f"{name}-rule-1", "Arn": arn.format(name)}
            yield {"Rules": [{**rule, "EventPattern": json.dumps(pattern)}]}
        yield {"Rules": [{"Name": "hourly", "Arn": "h", "ScheduleExpression": "rate(1 hour)"}]}

    def list_archives(self, **call):
        check("events", "ListArchives", call)
        return {"Archives": self.archives}

    def describe_archive(self, **call):
        check("events", "DescribeArchive", call)
        arn = "arn:aws:events:eu-west-1:1:archive/kept"
        described = {
            "RetentionDays": self.days,
            "EventCount": self.count,
            "CreationTime": self.begun,
        }
        return {"ArchiveArn": arn, **described}

    def start_replay(self, **call):
        check("events", "StartReplay", call)
        self.started.append(call)

    def describe_replay(self, **call):
        check("events", "DescribeReplay", call)
        assert call["ReplayName"] == self.started[-1]["ReplayName"]
        state = self.states.pop(0)
        return {"State": state, **({"StateReason": "no"} if state == "FAILED" else {})}


class Clock(datetime):
    @classmethod
    def now(cls, zone=None):
        return NOW


@pytest.fixture
def bus(monkeypatch):
    bus = Bus()
    monkeypatch.setattr(backfill, "account_of", bus.opened)
    monkeypatch.setattr(backfill, "POLL_SECONDS", 0)
    monkeypatch.setattr(backfill, "datetime", Clock)
    return bus


def ask(*options, consumer="analytics-count-order"):
    return command.main(["backfill", consumer, *options])


def test_a_replay_reaches_one_rule_and_bears_its_consumers_name(bus, capsys):
    assert ask("--since", "2026-11-21T09:00", "--until", "1h") == 0
    assert bus.started == [
        {
            "ReplayName": "analytics-count-order.20261121T120000",
            "Description": "backfill of analytics-count-order",
            "EventSourceArn": "arn:aws:events:eu-west-1:1:archive/kept",
            "EventStartTime": datetime(2026, 11, 21, 9, tzinfo=UTC),
            "EventEndTime": datetime(2026, 11, 21, 11, tzinfo=UTC),
            "Destination": {
                "Arn": BUS,
                "FilterArns": [
                    "arn:aws:events:eu-west-1:1:rule/platform-local/analytics-count-order-rule-1"
                ],
            },
        }
    ]
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "kept holds 7 events in all, kept for 1 days",
        "replay analytics-count-order.20261121T120000 has begun; "
        "it goes on if this command is stopped",
        "completed: events of 2026-11-21 09:00:00+00:00 to 2026-11-21 11:00:00+00:00 "
        "are with analytics-count-order",
    ]
    assert said.err.splitlines() == ["  starting", "  running", "  completed"]


def test_programs_get_the_replay_as_json_when_it_has_ended(bus, capsys):
    assert ask("--since", "2026-11-21T09:00", "--until", "1h", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["replay"], found["state"]) == (bus.started[0]["ReplayName"], "COMPLETED")
    assert (found["archive"], found["archived"]) == ("kept", 7)


def test_the_name_of_a_replay_is_one_that_the_rules_pattern_takes(bus):
    ask("--since", "1h")
    [_, condition] = bus.patterns["analytics-count-order"]["replay-name"]
    assert bus.started[0]["ReplayName"].startswith(condition["prefix"])


@pytest.mark.parametrize("consumer", ["analytics", "partner-webhook", "analytics-count-order-rule"])
def test_an_unknown_consumer_is_refused_with_those_that_take_replays(bus, capsys, consumer):
    assert ask("--since", "1h", consumer=consumer) == 2
    assert capsys.readouterr().err == (
        f"platform backfill: there is no consumer {consumer}; "
        "there are analytics-count-order, reports-note-order\n"
    )


def test_no_replay_begins_while_a_rule_would_take_any(bus, capsys):
    bus.patterns["old"] = {"source": ["orders"]}
    assert ask("--since", "1h") == 1
    assert "old-rule-1 would match every replay" in capsys.readouterr().err
    assert bus.started == []


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("1h", "2h", "--since 2026-11-21 11:00:00+00:00 must be before --until 2026-11-21 10:00"),
        ("1h", "1h", "must be before --until"),
        ("1h", "2026-11-21T12:30", "is still to come; it is 2026-11-21 12:00:00+00:00 now"),
        ("25h", "1h", "the archive keeps 1 days: --since must be 2026-11-20 12:00:00+00:00 or"),
        ("23h", "21h", "nothing is archived from before 2026-11-20 16:00:00+00:00, got --until"),
    ],
)
def test_times_of_which_there_can_be_nothing_are_refused(bus, capsys, since, until, words):
    assert ask("--since", since, "--until", until) == 2
    assert words in capsys.readouterr().err
    assert bus.started == []


def test_an_archive_that_keeps_everything_has_no_earliest_time(bus, capsys):
    bus.days = 0
    assert ask("--since", "400d") == 0
    assert "kept holds 7 events in all, kept for ever" in capsys.readouterr().out


def test_an_empty_archive_is_an_error_here_and_a_late_count_on_aws(bus, capsys):
    bus.count = 0
    assert ask("--since", "1h") == 1
    assert "nothing is archived in kept yet" in capsys.readouterr().err
    bus.endpoint = None
    assert ask("--since", "1h") == 0


def test_a_bus_without_an_archive_is_refused(bus, capsys):
    bus.archives = []
    assert ask("--since", "1h") == 1
    assert f"nothing is archived of {BUS}" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["FAILED", "CANCELLED"])
def test_a_replay_that_ends_early_is_a_failure(bus, end, capsys):
    bus.states = ["RUNNING", "CANCELLING", end]
    assert ask("--since", "1h") == 1
    assert f"ended as {end}" in capsys.readouterr().err
