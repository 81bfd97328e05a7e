from __future__ import annotations

import json
from collections import Counter

import pytest
from botocore.exceptions import EndpointConnectionError

from cli import __main__ as command
from cli.repair import redrive
from cli.stage.account import Account
from tests.cli.repair.sqs_stage import OWNER, StageInMemory, arn, url

DEAD, QUEUE = "analytics-count-order-dead-letters-2", "analytics-count-order-queue-1"
LOG = "analytics-count-order-function-3-logs"
OPTIONS = ("redrive", "analytics-count-order", "--reason", "the units are checked")


@pytest.fixture
def stage(monkeypatch):
    room = StageInMemory()
    room.worker("analytics-count-order")
    monkeypatch.setattr(redrive, "account_of", room.opened)
    return room


def died(stage, *errors, **more):
    """A dead message for each error."""
    for error in errors:
        stage.logs.failed(LOG, stage.sqs.put(DEAD, f'{{"of": "{error}"}}', **more), error)


def bodies(stage, queue=QUEUE):
    there = stage.sqs.messages.get(url(queue), [])
    return [json.loads(message["Body"])["of"] for message in there]


def test_messages_go_back_to_where_they_failed_and_are_gone_from_the_dead(stage, capsys):
    died(stage, *["ValueError"] * 12, "KeyError")
    assert command.main([*OPTIONS]) == 0
    assert Counter(bodies(stage)) == {"ValueError": 12, "KeyError": 1}
    assert stage.sqs.messages[url(DEAD)] == []
    assert capsys.readouterr().out.splitlines() == [
        f"moved 13 to {QUEUE}",
        "  ValueError: 12",
        "  KeyError: 1",
        f"left in {DEAD}: 0",
    ]


def test_a_limit_ends_it_and_the_rest_can_be_seen_again(stage, capsys):
    died(stage, *["ValueError"] * 25)
    assert command.main([*OPTIONS, "--limit", "11"]) == 0
    assert len(bodies(stage)) == 11
    assert len(stage.sqs.ids(DEAD)) == 14
    assert capsys.readouterr().out.splitlines()[-1] == f"left in {DEAD}: 14"
    assert "ChangeMessageVisibilityBatch" not in stage.sqs.calls, "it took more than it moved"


def test_only_messages_of_one_error_go_back_if_that_is_asked(stage, capsys):
    died(stage, "KeyError", "ValueError", "KeyError", "ValueError")
    assert command.main([*OPTIONS, "--error", "ValueError", "--limit", "1"]) == 0
    assert bodies(stage) == ["ValueError"]
    assert bodies(stage, DEAD) == ["KeyError", "KeyError", "ValueError"]
    assert capsys.readouterr().out.splitlines() == [
        f"moved 1 to {QUEUE}",
        "  ValueError: 1",
        "  KeyError: 2 stayed",
        "  ValueError: 1 stayed",
        f"left in {DEAD}: 3",
    ]


def test_programs_get_the_numbers_as_json(stage, capsys):
    died(stage, "KeyError", "ValueError")
    assert command.main([*OPTIONS, "--error", "KeyError", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "queue": DEAD,
        "target": QUEUE,
        "dryRun": False,
        "moved": {"KeyError": 1},
        "kept": {"ValueError": 1},
        "left": 1,
    }


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(stage, capsys):
    died(stage, "KeyError", "ValueError")
    assert command.main([*OPTIONS, "--error", "KeyError", "--dry-run"]) == 0
    assert stage.sqs.ids(DEAD) == ["m-1", "m-2"]
    assert stage.logs.streams == []
    assert capsys.readouterr().out.splitlines()[0] == f"would move 1 to {QUEUE}"


def test_each_move_is_a_line_in_the_log_of_who_gets_to_work_on_it(stage):
    died(stage, "ValueError")
    command.main([*OPTIONS])
    [copy] = stage.sqs.messages[url(QUEUE)]
    assert json.loads(stage.logs.lines[LOG][-1]) == {
        "level": "INFO",
        "message": "redriven",
        "message_id": "m-1",
        "sent_as": copy["MessageId"],
        "error_type": "ValueError",
        "dead_letters": DEAD,
        "reason": "the units are checked",
        "by": f"arn:aws:iam::{OWNER}:user/ann",
    }


def test_nothing_moves_if_moves_cannot_be_written_down(stage, monkeypatch):
    died(stage, "ValueError")

    def refused(**call):
        raise PermissionError

    monkeypatch.setattr(stage.logs, "create_log_stream", refused)
    with pytest.raises(PermissionError):
        command.main([*OPTIONS])
    assert stage.sqs.ids(DEAD) == ["m-1"]


def test_what_has_moved_counts_though_it_could_not_be_written_down(stage, monkeypatch, capsys):
    died(stage, "ValueError", "ValueError")

    def refused(**call):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage.logs, "put_log_events", refused)
    command.main([*OPTIONS])
    assert len(bodies(stage)) == 1
    assert capsys.readouterr().out.splitlines()[0] == f"moved 1 to {QUEUE}"


@pytest.mark.parametrize("operation", ["send_message", "delete_message", "receive_message"])
def test_an_end_in_the_middle_leaves_every_message_in_a_queue(stage, monkeypatch, operation):
    died(stage, "A", "B", "C")
    original, calls = getattr(stage.sqs, operation), []

    def interrupted(**call):
        calls.append(call)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(**call)

    monkeypatch.setattr(stage.sqs, operation, interrupted)
    assert command.main([*OPTIONS]) == 130
    assert {*bodies(stage), *bodies(stage, DEAD)} == {"A", "B", "C"}
    assert len(stage.sqs.ids(DEAD)) == len(bodies(stage, DEAD))


def test_one_that_was_interrupted_says_what_has_moved(stage, monkeypatch, capsys):
    died(stage, "A", "B")
    send, sent = stage.sqs.send_message, []

    def interrupted(**call):
        if sent:
            raise KeyboardInterrupt
        sent.append(call)
        return send(**call)

    monkeypatch.setattr(stage.sqs, "send_message", interrupted)
    command.main([*OPTIONS])
    assert capsys.readouterr().out.splitlines() == [f"moved 1 to {QUEUE}", "  A: 1"]


def test_a_copy_that_fails_at_once_is_not_moved_round_and_round(stage, monkeypatch, capsys):
    died(stage, "ValueError")
    send = stage.sqs.send_message

    def fails_again(**call):
        answer = send(**call)
        copy = stage.sqs.messages[url(QUEUE)].pop()
        stage.sqs.messages[url(DEAD)].append(copy)
        return answer

    monkeypatch.setattr(stage.sqs, "send_message", fails_again)
    assert command.main([*OPTIONS]) == 0
    out = capsys.readouterr().out.splitlines()
    assert (out[0], out[-1]) == (f"moved 1 to {QUEUE}", f"left in {DEAD}: 1")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_reason_must_be_given_and_short(stage, capsys, reason):
    died(stage, "ValueError")
    assert command.main([*OPTIONS[:-1], reason]) == 2
    given = len(reason.strip())
    assert f"'--reason': must have 1 to 200 characters, got {given}" in capsys.readouterr().err
    assert stage.sqs.calls == []


def test_a_limit_below_one_is_refused(stage, capsys):
    assert command.main([*OPTIONS, "--limit", "0"]) == 2
    assert "'--limit': must be a whole number from 1 to 1000000, got '0'" in capsys.readouterr().err


def test_what_never_was_in_a_queue_cannot_go_back_to_one(stage, capsys):
    stage.tags[arn("orders-changes-dead-letters-4")] = {"role": "dead-letters"}
    assert command.main(["redrive", "orders-changes", "--reason", "mended"]) == 1
    assert (
        "messages of orders-changes-dead-letters-4 were never in a queue" in capsys.readouterr().err
    )


def test_a_queue_without_a_consumer_gets_nothing_back(stage, capsys):
    died(stage, "ValueError")
    stage.functions.works_on.clear()
    assert command.main([*OPTIONS]) == 1
    assert f"{QUEUE} has no consumer" in capsys.readouterr().err
    assert stage.sqs.ids(DEAD) == ["m-1"]


def test_an_error_of_aws_is_one_message(monkeypatch, capsys):
    def unreachable(self, kind):
        raise EndpointConnectionError(endpoint_url="https://tagging.example")

    monkeypatch.setattr(Account, "tagged", unreachable)
    assert command.main([*OPTIONS, "--stage", "prod"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("platform redrive: AWS in eu-west-1 answered: Could not connect")


def test_a_local_stage_must_be_up(monkeypatch, capsys):
    monkeypatch.setattr("local.emulator.Emulator.running", None)
    assert command.main([*OPTIONS]) == 1
    assert "stage local is not up: platform up --stage local" in capsys.readouterr().err


def test_messages_of_a_fifo_queue_keep_their_order_and_their_group(stage):
    dead = stage.worker("webhook", ending=".fifo")
    for number in range(25):
        group = {"MessageGroupId": f"g-{number % 2}", "MessageDeduplicationId": f"d-{number}"}
        stage.sqs.put(dead, f'{{"of": {number}}}', **group)
    assert command.main(["redrive", "webhook", "--reason", "partner is back"]) == 0
    sent = [m["call"] for m in stage.sqs.messages[url("webhook-queue-1.fifo")]]
    for group in ("g-0", "g-1"):
        numbers = [json.loads(c["MessageBody"])["of"] for c in sent if c["MessageGroupId"] == group]
        assert numbers == sorted(numbers)
        assert len(numbers) >= 12
    assert {c["MessageDeduplicationId"] for c in sent} == {f"d-{number}" for number in range(25)}
