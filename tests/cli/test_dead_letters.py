from __future__ import annotations

from datetime import timedelta

import pytest

from cli import __main__ as command
from cli import dead_letters
from local.checkout import LocalError
from tests.cli.mailroom import SENT, Mailroom, arn

DEAD = "analytics-count-order-dead-letters-2"
LOG = "analytics-count-order-function-3-logs"


@pytest.fixture
def mailroom(monkeypatch):
    room = Mailroom()
    room.worker("analytics-count-order")
    monkeypatch.setattr(dead_letters, "account_of", room.opened)
    return room


def told(capsys, *options):
    assert command.main(["dead-letters", *options]) == 0
    return capsys.readouterr().out.splitlines()


def test_letters_are_counted_by_the_error_that_the_consumers_log_names(mailroom, capsys):
    for number in range(5):
        error, words = ("KeyError", "'units'") if number == 3 else ("ValueError", "13 is too much")
        message = mailroom.sqs.put(DEAD, sent=SENT + timedelta(minutes=number))
        mailroom.logs.failed(LOG, message, "Throttled")
        mailroom.logs.failed(LOG, message, error, words)
    assert told(capsys) == [
        f"{DEAD}: 5",
        "  from analytics-count-order-queue-1, worked on by analytics-count-order-function-3",
        "  ValueError: 4, since 2026-11-20 10:00:00 UTC, last 2026-11-20 10:04:00 UTC",
        "    13 is too much",
        "    m-1, m-2, m-3 and 1 more",
        "  KeyError: 1, since 2026-11-20 10:03:00 UTC, last 2026-11-20 10:03:00 UTC",
        "    'units'",
        "    m-4",
        "1 of 1 dead-letter queues hold messages",
    ]


def test_who_looks_at_letters_leaves_them_as_they_were(mailroom, capsys):
    for _ in range(23):
        mailroom.sqs.put(DEAD)
    told(capsys)
    assert len(mailroom.sqs.ids(DEAD)) == 23
    assert {"SendMessage", "DeleteMessage"}.isdisjoint(mailroom.sqs.calls)


def test_they_are_put_back_whatever_happens_in_between(mailroom, monkeypatch):
    mailroom.sqs.put(DEAD)
    receive = mailroom.sqs.receive_message

    def interrupted(**call):
        if mailroom.sqs.hidden:
            raise KeyboardInterrupt
        return receive(**call)

    monkeypatch.setattr(mailroom.sqs, "receive_message", interrupted)
    assert command.main(["dead-letters"]) == 130
    assert mailroom.sqs.ids(DEAD) == ["m-1"]


def test_a_queue_in_which_nothing_lies_is_not_even_read(mailroom, capsys):
    assert told(capsys) == ["0 of 1 dead-letter queues hold messages"]
    assert "ReceiveMessage" not in mailroom.sqs.calls


@pytest.mark.parametrize("lines", [["failed, and no JSON"], ['{"outcome": "failed"}'], []])
def test_a_letter_of_which_the_log_knows_nothing_died_of_something_unknown(mailroom, capsys, lines):
    mailroom.sqs.put(DEAD)
    mailroom.logs.lines[LOG] = lines
    assert any(line.startswith("  unknown: 1,") for line in told(capsys))


def test_a_log_that_is_gone_makes_errors_unknown_too(mailroom, capsys):
    mailroom.sqs.put(DEAD)
    assert any(line.startswith("  unknown: 1,") for line in told(capsys))


def test_the_log_is_read_from_the_oldest_letter_on(mailroom, capsys):
    mailroom.sqs.put(DEAD, sent=SENT + timedelta(hours=1))
    mailroom.sqs.put(DEAD, sent=SENT)
    told(capsys)
    assert [call["startTime"] for call in mailroom.logs.asked] == [int(SENT.timestamp() * 1000)]


def test_of_a_fifo_queue_the_log_is_read_from_before_the_letters_were_moved(mailroom, capsys):
    dead = mailroom.worker("webhook", ending=".fifo")
    mailroom.sqs.put(dead, MessageGroupId="partner", MessageDeduplicationId="a")
    told(capsys)
    earliest = int((SENT - timedelta(days=4)).timestamp() * 1000)
    assert [call["startTime"] for call in mailroom.logs.asked] == [earliest]


def test_what_a_rule_could_not_deliver_says_itself_why(mailroom, capsys):
    said = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "may not send"}
    mailroom.sqs.put(DEAD, attributes=said)
    lines = told(capsys)
    assert any(line.startswith("  NO_PERMISSIONS: 1,") for line in lines)
    assert "    may not send" in lines


def test_letters_that_came_back_after_a_redrive_say_so(mailroom, capsys):
    mailroom.sqs.put(DEAD, attributes={"redrive-reason": "was mended"})
    assert "    came back after a redrive: was mended" in told(capsys)


def test_letters_without_a_queue_to_go_back_to_are_found_by_their_tag(mailroom, capsys):
    dead = "orders-changes-dead-letters-4"
    mailroom.tags[arn(dead)] = {"role": "dead-letters"}
    mailroom.tags[arn("orders-inbox-queue-5")] = {}
    mailroom.sqs.put(dead)
    assert told(capsys)[0] == f"{dead}: 1"
    assert told(capsys)[-1] == "1 of 2 dead-letter queues hold messages"


def test_a_queue_that_is_gone_but_for_its_tags_is_passed_over(mailroom, capsys):
    gone = mailroom.worker("payments-take-payment")
    mailroom.sqs.deleted.add(gone)
    assert told(capsys) == ["0 of 1 dead-letter queues hold messages"]


def test_one_queue_is_chosen_by_its_name_or_by_its_consumer(mailroom, capsys):
    other = mailroom.worker("payments-take-payment")
    mailroom.sqs.put(other)
    mailroom.sqs.put(DEAD)
    for name in ("payments-take-payment", other):
        lines = told(capsys, name)
        assert lines[0] == f"{other}: 1"
        assert lines[-1] == "1 of 1 dead-letter queues hold messages"


def test_an_unknown_queue_is_refused_with_those_there_are(mailroom, capsys):
    mailroom.worker("payments-take-payment")
    assert command.main(["dead-letters", "payments"]) == 1
    assert capsys.readouterr().err == (
        "platform dead-letters: there is no dead-letter queue payments; "
        "there are analytics-count-order, payments-take-payment\n"
    )


def test_an_account_without_the_stage_is_refused_with_a_guess(monkeypatch):
    monkeypatch.setattr(dead_letters, "account_of", Mailroom().opened)
    args = command.parser().parse_args(["dead-letters"])
    with pytest.raises(LocalError, match="stage local has no dead-letter queue in eu-west-1"):
        dead_letters.run(args)
