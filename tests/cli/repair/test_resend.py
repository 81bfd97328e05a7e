from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cli.repair.dead_letter_queue import Source
from cli.repair.held_messages import Message
from cli.repair.resend import request
from tests.fakes.parameters import check

SENT = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = SENT + timedelta(minutes=6)
SOURCE = Source(arn="arn:aws:sqs:eu-west-1:1:q", url="https://sqs/1/q")


def message(**changes):
    system = {"SentTimestamp": str(int(SENT.timestamp() * 1000))} | changes.pop("system", {})
    values = {"id": "m-1", "handle": "h", "body": "{}", "attributes": {}, **changes}
    return Message(system=system, **values)


def text(value):
    return {"DataType": "String", "StringValue": value}


def test_a_copy_is_the_same_message_and_says_why_it_comes_again():
    kept = {"kind": text("order"), "raw": {"DataType": "Binary", "BinaryValue": b"\x00"}}
    call = request(SOURCE, message(attributes=kept), "mended", LATER)
    check("sqs", "SendMessage", call)
    assert call == {
        "QueueUrl": SOURCE.url,
        "MessageBody": "{}",
        "MessageAttributes": {**kept, "redrive-reason": text("mended")},
    }


def test_the_last_reason_takes_the_place_of_the_one_before():
    others = {f"a-{number}": text("x") for number in range(9)}
    before = message(attributes={**others, "redrive-reason": text("first")})
    call = request(SOURCE, before, "second", LATER)
    assert call["MessageAttributes"] == {**others, "redrive-reason": text("second")}


def test_a_message_with_as_many_attributes_as_may_be_goes_without_the_reason():
    full = {f"a-{number}": text("x") for number in range(10)}
    assert request(SOURCE, message(attributes=full), "mended", LATER)["MessageAttributes"] == full


def test_the_trace_goes_on():
    call = request(SOURCE, message(system={"AWSTraceHeader": "Root=1-2"}), "mended", LATER)
    check("sqs", "SendMessage", call)
    assert call["MessageSystemAttributes"] == {"AWSTraceHeader": text("Root=1-2")}


FIFO = {"MessageGroupId": "g", "MessageDeduplicationId": "d"}


def test_a_fifo_message_keeps_its_group_and_its_id_once_the_queue_has_forgotten_it():
    call = request(SOURCE, message(system=FIFO), "mended", LATER)
    check("sqs", "SendMessage", call)
    assert (call["MessageGroupId"], call["MessageDeduplicationId"]) == ("g", "d")


def test_within_five_minutes_its_id_would_make_it_vanish_so_it_gets_one_that_stays_the_same():
    soon = SENT + timedelta(minutes=5)
    first = request(SOURCE, message(system=FIFO), "mended", soon)["MessageDeduplicationId"]
    again = request(SOURCE, message(system=FIFO), "mended", soon)["MessageDeduplicationId"]
    other = request(SOURCE, message(system=FIFO, id="m-2"), "mended", soon)
    assert first == again
    assert len({"d", first, other["MessageDeduplicationId"]}) == 3
