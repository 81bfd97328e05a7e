from __future__ import annotations

import pytest

from cli.repair.held_messages import Hold
from tests.cli.repair.sqs_stage import StageInMemory, url

DEAD = "orders-dead-letters-1"


@pytest.fixture
def sqs():
    return StageInMemory().sqs


def ids(messages):
    return [message.id for message in messages]


def test_messages_are_taken_in_as_many_calls_as_it_needs_and_no_more_than_asked(sqs):
    for _ in range(25):
        sqs.put(DEAD)
    with Hold(sqs, url(DEAD)) as hold:
        assert ids(hold.take(12)) == [f"m-{number}" for number in range(1, 13)]
        assert len(sqs.ids(DEAD)) == 13
        assert len(hold.take(100)) == 13
        assert hold.take(100) == []
    assert len(sqs.ids(DEAD)) == 25


def test_a_message_that_was_held_too_long_and_comes_again_is_no_new_one(sqs):
    sqs.put(DEAD)
    with Hold(sqs, url(DEAD)) as hold:
        assert len(hold.take(5)) == 1
        sqs.hidden.clear()
        sqs.put(DEAD)
        assert ids(hold.take(5)) == ["m-3"]
        assert hold.take(5) == []
    assert sqs.ids(DEAD) == ["m-1", "m-3"]


def test_a_message_that_came_again_is_removed_by_its_last_receipt(sqs):
    sqs.put(DEAD)
    with Hold(sqs, url(DEAD)) as hold:
        [message] = hold.take(5)
        sqs.hidden.clear()
        hold.take(5)
        hold.remove(message)
    assert sqs.messages[url(DEAD)] == []


def test_what_was_removed_is_not_given_back(sqs):
    sqs.put(DEAD)
    with Hold(sqs, url(DEAD)) as hold:
        hold.remove(*hold.take(5))
    assert "ChangeMessageVisibilityBatch" not in sqs.calls
