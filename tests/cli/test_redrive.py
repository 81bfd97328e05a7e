from __future__ import annotations

import json
from collections import Counter

import pytest
from botocore.exceptions import EndpointConnectionError

from cli import __main__ as command
from cli import redrive
from cli.account import Account
from tests.cli.mailroom import OWNER, Mailroom, arn, url

DEAD, QUEUE = "analytics-count-order-dead-letters-2", "analytics-count-order-queue-1"
LOG = "analytics-count-order-function-3-logs"
OPTIONS = ("redrive", "analytics-count-order", "--reason", "the units are checked")


@pytest.fixture
def mailroom(monkeypatch):
    room = Mailroom()
    room.worker("analytics-count-order")
    monkeypatch.setattr(redrive, "account_of", room.opened)
    return room


def died(mailroom, *errors, **more):
    """A dead letter for each error."""
    for error in errors:
        mailroom.logs.failed(LOG, mailroom.sqs.put(DEAD, f'{{"of": "{error}"}}', **more), error)


def bodies(mailroom, queue=QUEUE):
    there = mailroom.sqs.messages.get(url(queue), [])
    return [json.loads(message["Body"])["of"] for message in there]


def test_letters_go_back_to_where_they_failed_and_are_gone_from_the_dead(mailroom, capsys):
    died(mailroom, *["ValueError"] * 12, "KeyError")
    assert command.main([*OPTIONS]) == 0
    assert Counter(bodies(mailroom)) == {"ValueError": 12, "KeyError": 1}
    assert mailroom.sqs.messages[url(DEAD)] == []
    assert capsys.readouterr().out.splitlines() == [
        f"moved 13 to {QUEUE}",
        "  ValueError: 12",
        "  KeyError: 1",
        f"left in {DEAD}: 0",
    ]


def test_a_limit_ends_it_and_the_rest_can_be_seen_again(mailroom, capsys):
    died(mailroom, *["ValueError"] * 25)
    assert command.main([*OPTIONS, "--limit", "11"]) == 0
    assert len(bodies(mailroom)) == 11
    assert len(mailroom.sqs.ids(DEAD)) == 14
    assert capsys.readouterr().out.splitlines()[-1] == f"left in {DEAD}: 14"
    assert "ChangeMessageVisibilityBatch" not in mailroom.sqs.calls, "it took more than it moved"


def test_only_letters_of_one_error_go_back_if_that_is_asked(mailroom, capsys):
    died(mailroom, "KeyError", "ValueError", "KeyError", "ValueError")
    assert command.main([*OPTIONS, "--error", "ValueError", "--limit", "1"]) == 0
    assert bodies(mailroom) == ["ValueError"]
    assert bodies(mailroom, DEAD) == ["KeyError", "KeyError", "ValueError"]
    assert capsys.readouterr().out.splitlines() == [
        f"moved 1 to {QUEUE}",
        "  ValueError: 1",
        "  KeyError: 2 stayed",
        "  ValueError: 1 stayed",
        f"left in {DEAD}: 3",
    ]


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(mailroom, capsys):
    died(mailroom, "KeyError", "ValueError")
    assert command.main([*OPTIONS, "--error", "KeyError", "--dry-run"]) == 0
    assert mailroom.sqs.ids(DEAD) == ["m-1", "m-2"]
    assert mailroom.logs.streams == []
    assert capsys.readouterr().out.splitlines()[0] == f"would move 1 to {QUEUE}"


def test_each_move_is_a_line_in_the_log_of_who_gets_to_work_on_it(mailroom):
    died(mailroom, "ValueError")
    command.main([*OPTIONS])
    [copy] = mailroom.sqs.messages[url(QUEUE)]
    assert json.loads(mailroom.logs.lines[LOG][-1]) == {
        "level": "INFO",
        "message": "redriven",
        "message_id": "m-1",
        "sent_as": copy["MessageId"],
        "error_type": "ValueError",
        "dead_letters": DEAD,
        "reason": "the units are checked",
        "by": f"arn:aws:iam::{OWNER}:user/ann",
    }


def test_nothing_moves_if_moves_cannot_be_written_down(mailroom, monkeypatch):
    died(mailroom, "ValueError")

    def refused(**call):
        raise PermissionError

    monkeypatch.setattr(mailroom.logs, "create_log_stream", refused)
    with pytest.raises(PermissionError):
        command.main([*OPTIONS])
    assert mailroom.sqs.ids(DEAD) == ["m-1"]


def test_what_has_moved_counts_though_it_could_not_be_written_down(mailroom, monkeypatch, capsys):
    died(mailroom, "ValueError", "ValueError")

    def refused(**call):
        raise KeyboardInterrupt

    monkeypatch.setattr(mailroom.logs, "put_log_events", refused)
    command.main([*OPTIONS])
    assert len(bodies(mailroom)) == 1
    assert capsys.readouterr().out.splitlines()[0] == f"moved 1 to {QUEUE}"


@pytest.mark.parametrize("operation", ["send_message", "delete_message", "receive_message"])
def test_an_end_in_the_middle_leaves_every_message_in_a_queue(mailroom, monkeypatch, operation):
    died(mailroom, "A", "B", "C")
    original, calls = getattr(mailroom.sqs, operation), []

    def interrupted(**call):
        calls.append(call)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(**call)

    monkeypatch.setattr(mailroom.sqs, operation, interrupted)
    assert command.main([*OPTIONS]) == 130
    assert {*bodies(mailroom), *bodies(mailroom, DEAD)} == {"A", "B", "C"}
    assert len(mailroom.sqs.ids(DEAD)) == len(bodies(mailroom, DEAD))


def test_one_that_was_interrupted_says_what_has_moved(mailroom, monkeypatch, capsys):
    died(mailroom, "A", "B")
    send, sent = mailroom.sqs.send_message, []

    def interrupted(**call):
        if sent:
            raise KeyboardInterrupt
        sent.append(call)
        return send(**call)

    monkeypatch.setattr(mailroom.sqs, "send_message", interrupted)
    command.main([*OPTIONS])
    assert capsys.readouterr().out.splitlines() == [f"moved 1 to {QUEUE}", "  A: 1"]


def test_a_copy_that_fails_at_once_is_not_moved_round_and_round(mailroom, monkeypatch, capsys):
    died(mailroom, "ValueError")
    send = mailroom.sqs.send_message

    def fails_again(**call):
        answer = send(**call)
        copy = mailroom.sqs.messages[url(QUEUE)].pop()
        mailroom.sqs.messages[url(DEAD)].append(copy)
        return answer

    monkeypatch.setattr(mailroom.sqs, "send_message", fails_again)
    assert command.main([*OPTIONS]) == 0
    out = capsys.readouterr().out.splitlines()
    assert (out[0], out[-1]) == (f"moved 1 to {QUEUE}", f"left in {DEAD}: 1")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_reason_must_be_given_and_short(mailroom, capsys, reason):
    died(mailroom, "ValueError")
    assert command.main([*OPTIONS[:-1], reason]) == 1
    given = len(reason.strip())
    assert f"--reason must have 1 to 200 characters, got {given}" in capsys.readouterr().err
    assert mailroom.sqs.calls == []


def test_a_limit_below_one_is_refused(mailroom, capsys):
    assert command.main([*OPTIONS, "--limit", "0"]) == 1
    assert "--limit must be at least 1, got 0" in capsys.readouterr().err


def test_what_never_was_in_a_queue_cannot_go_back_to_one(mailroom, capsys):
    mailroom.tags[arn("orders-changes-dead-letters-4")] = {"role": "dead-letters"}
    assert command.main(["redrive", "orders-changes", "--reason", "mended"]) == 1
    assert "orders-changes-dead-letters-4 never was in a queue" in capsys.readouterr().err


def test_a_queue_that_nobody_works_on_gets_nothing_back(mailroom, capsys):
    died(mailroom, "ValueError")
    mailroom.functions.works_on.clear()
    assert command.main([*OPTIONS]) == 1
    assert f"nobody works on {QUEUE}" in capsys.readouterr().err
    assert mailroom.sqs.ids(DEAD) == ["m-1"]


def test_what_aws_says_is_told_in_its_words(monkeypatch, capsys):
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


def test_letters_of_a_fifo_queue_keep_their_order_and_their_group(mailroom):
    dead = mailroom.worker("webhook", ending=".fifo")
    for number in range(25):
        group = {"MessageGroupId": f"g-{number % 2}", "MessageDeduplicationId": f"d-{number}"}
        mailroom.sqs.put(dead, f'{{"of": {number}}}', **group)
    assert command.main(["redrive", "webhook", "--reason", "partner is back"]) == 0
    sent = [m["call"] for m in mailroom.sqs.messages[url("webhook-queue-1.fifo")]]
    for group in ("g-0", "g-1"):
        numbers = [json.loads(c["MessageBody"])["of"] for c in sent if c["MessageGroupId"] == group]
        assert numbers == sorted(numbers)
        assert len(numbers) >= 12
    assert {c["MessageDeduplicationId"] for c in sent} == {f"d-{number}" for number in range(25)}
