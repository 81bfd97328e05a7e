from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from cli import __main__ as command
from cli.repair import dead_letters
from tests.cli.repair.sqs_stage import SENT, StageInMemory, arn

DEAD = "analytics-count-order-dead-letters-2"
LOG = "analytics-count-order-function-3-logs"


@pytest.fixture
def stage(monkeypatch):
    room = StageInMemory()
    room.worker("analytics-count-order")
    monkeypatch.setattr(dead_letters, "account_of", room.opened)
    return room


def printed(capsys, *options):
    assert command.main(["dead-letters", *options]) == 0
    return capsys.readouterr().out.splitlines()


def test_messages_are_counted_by_the_error_that_the_consumers_log_names(stage, capsys):
    for number in range(5):
        error, words = ("KeyError", "'units'") if number == 3 else ("ValueError", "13 is too much")
        message = stage.sqs.put(DEAD, sent=SENT + timedelta(minutes=number))
        stage.logs.failed(LOG, message, "Throttled")
        stage.logs.failed(LOG, message, error, words)
    assert printed(capsys) == [
        f"{DEAD}: 5",
        "  from analytics-count-order-queue-1, consumed by analytics-count-order-function-3",
        "  ValueError: 4, since 2026-11-20 10:00:00 UTC, last 2026-11-20 10:04:00 UTC",
        "    13 is too much",
        "    m-1, m-2, m-3 and 1 more",
        "  KeyError: 1, since 2026-11-20 10:03:00 UTC, last 2026-11-20 10:03:00 UTC",
        "    'units'",
        "    m-4",
        "1 of 1 dead-letter queues hold messages",
    ]


def test_listing_releases_the_messages_unchanged(stage, capsys):
    for _ in range(23):
        stage.sqs.put(DEAD)
    printed(capsys)
    assert len(stage.sqs.ids(DEAD)) == 23
    assert {"SendMessage", "DeleteMessage"}.isdisjoint(stage.sqs.calls)


def test_they_are_put_back_whatever_happens_in_between(stage, monkeypatch):
    stage.sqs.put(DEAD)
    receive = stage.sqs.receive_message

    def interrupted(**call):
        if stage.sqs.hidden:
            raise KeyboardInterrupt
        return receive(**call)

    monkeypatch.setattr(stage.sqs, "receive_message", interrupted)
    assert command.main(["dead-letters"]) == 130
    assert stage.sqs.ids(DEAD) == ["m-1"]


def test_programs_get_the_same_as_json(stage, capsys):
    stage.sqs.put(DEAD)
    assert command.main(["dead-letters", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    [queue] = found["queues"]
    assert (found["asked"], queue["queue"], queue["messages"], queue["read"]) == (1, DEAD, 1, 1)
    assert [(each["error"], each["ids"]) for each in queue["errors"]] == [("unknown", ["m-1"])]


def test_a_queue_in_which_nothing_lies_is_not_even_read(stage, capsys):
    assert printed(capsys) == ["0 of 1 dead-letter queues hold messages"]
    assert "ReceiveMessage" not in stage.sqs.calls


@pytest.mark.parametrize("lines", [["failed, and no JSON"], ['{"outcome": "failed"}'], []])
def test_a_message_without_a_line_in_the_log_has_an_unknown_cause(stage, capsys, lines):
    stage.sqs.put(DEAD)
    stage.logs.lines[LOG] = lines
    assert any(line.startswith("  unknown: 1,") for line in printed(capsys))


def test_a_log_that_is_gone_makes_errors_unknown_too(stage, capsys):
    stage.sqs.put(DEAD)
    assert any(line.startswith("  unknown: 1,") for line in printed(capsys))


def test_the_log_is_read_from_the_oldest_message_on(stage, capsys):
    stage.sqs.put(DEAD, sent=SENT + timedelta(hours=1))
    stage.sqs.put(DEAD, sent=SENT)
    printed(capsys)
    assert [call["startTime"] for call in stage.logs.asked] == [int(SENT.timestamp() * 1000)]


def test_of_a_fifo_queue_the_log_is_read_from_before_the_messages_were_moved(stage, capsys):
    dead = stage.worker("webhook", ending=".fifo")
    stage.sqs.put(dead, MessageGroupId="partner", MessageDeduplicationId="a")
    printed(capsys)
    earliest = int((SENT - timedelta(days=4)).timestamp() * 1000)
    assert [call["startTime"] for call in stage.logs.asked] == [earliest]


def test_what_a_rule_could_not_deliver_says_itself_why(stage, capsys):
    said = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "may not send"}
    stage.sqs.put(DEAD, attributes=said)
    lines = printed(capsys)
    assert any(line.startswith("  NO_PERMISSIONS: 1,") for line in lines)
    assert "    may not send" in lines


def test_messages_that_failed_again_after_a_redrive_say_so(stage, capsys):
    stage.sqs.put(DEAD, attributes={"redrive-reason": "was mended"})
    assert "    failed again after a redrive: was mended" in printed(capsys)


def test_queues_without_a_source_queue_are_found_by_their_tag(stage, capsys):
    dead = "orders-changes-dead-letters-4"
    stage.tags[arn(dead)] = {"role": "dead-letters"}
    stage.tags[arn("orders-inbox-queue-5")] = {}
    stage.sqs.put(dead)
    assert printed(capsys)[0] == f"{dead}: 1"
    assert printed(capsys)[-1] == "1 of 2 dead-letter queues hold messages"


def test_a_queue_that_is_gone_but_for_its_tags_is_passed_over(stage, capsys):
    gone = stage.worker("payments-take-payment")
    stage.sqs.deleted.add(gone)
    assert printed(capsys) == ["0 of 1 dead-letter queues hold messages"]


def test_one_queue_is_chosen_by_its_name_or_by_its_consumer(stage, capsys):
    other = stage.worker("payments-take-payment")
    stage.sqs.put(other)
    stage.sqs.put(DEAD)
    for name in ("payments-take-payment", other):
        lines = printed(capsys, name)
        assert lines[0] == f"{other}: 1"
        assert lines[-1] == "1 of 1 dead-letter queues hold messages"


def test_queues_are_read_side_by_side_and_printed_in_their_order(stage, capsys, monkeypatch):
    other = stage.worker("payments-take-payment")
    for queue in (DEAD, other):
        stage.sqs.put(queue)
    together, read = threading.Barrier(2, timeout=10), dead_letters.held

    def held(*given):
        together.wait()
        return read(*given)

    monkeypatch.setattr(dead_letters, "held", held)
    lines = [line for line in printed(capsys) if line.endswith(": 1") and line[0] != " "]
    assert lines == [f"{DEAD}: 1", f"{other}: 1"]


def test_an_unknown_queue_is_refused_with_those_there_are(stage, capsys):
    stage.worker("payments-take-payment")
    assert command.main(["dead-letters", "paymens"]) == 2
    assert capsys.readouterr().err == (
        "platform dead-letters: there is no dead-letter queue paymens; "
        "there are analytics-count-order, payments-take-payment\n"
    )


def test_a_service_in_place_of_a_queue_is_refused_with_its_own_queues(stage, capsys):
    for name in ("payments-take-payment", "payments-refund-payment"):
        stage.worker(name)
    assert command.main(["dead-letters", "payments"]) == 2
    assert capsys.readouterr().err == (
        "platform dead-letters: there is no dead-letter queue payments; "
        "payments has payments-refund-payment, payments-take-payment\n"
    )


def test_an_account_without_the_stage_is_refused_with_a_guess(monkeypatch, capsys):
    monkeypatch.setattr(dead_letters, "account_of", StageInMemory().opened)
    assert command.main(["dead-letters"]) == 1
    assert "stage local has no dead-letter queue in eu-west-1" in capsys.readouterr().err
