"""Events that rules put into a stream; two modules stand for the emulator's."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from local.emulator_process.events import correct, value_at

STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/placed"
EVENT = {"id": "event-1", "detail": {"orderId": "7"}}


@pytest.fixture
def put(monkeypatch):
    """Delivers an event to a target; returns what was put into streams and handed on."""
    records, handed = [], []
    rules = SimpleNamespace(
        _invoke_target=lambda *given: handed.append(given[0]["Arn"]),
        _pattern_event_view=lambda event: SimpleNamespace(event_with_detail=lambda: event),
        _apply_input_transformer=lambda transformer, rule, view: transformer["InputTemplate"],
    )
    streams = SimpleNamespace(put_record_internal=lambda *given: records.append(given))
    correct(rules, streams)

    def deliver(**target):
        rules._invoke_target(target, EVENT, {})
        return records, handed

    return deliver


def test_the_stream_gets_the_event_by_its_id(put):
    assert put(Arn=STREAM) == ([(STREAM, "event-1", json.dumps(EVENT).encode())], [])


def test_the_stream_gets_what_the_rule_makes_by_the_key_that_is_named(put):
    [[record], _] = put(
        Arn=STREAM,
        KinesisParameters={"PartitionKeyPath": "$.detail.orderId"},
        InputTransformer={"InputTemplate": '{"orderId": "7"}'},
    )
    assert record == (STREAM, "7", b'{"orderId": "7"}')


def test_other_targets_are_delivered_to_as_before(put):
    queue = "arn:aws:sqs:eu-west-1:000000000000:placed"
    assert put(Arn=queue) == ([], [queue])


def test_a_path_to_nothing_is_an_empty_key():
    assert value_at("$.detail.none.deeper", EVENT) == ""
