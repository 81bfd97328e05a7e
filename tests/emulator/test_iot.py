"""Rules of IoT Core that put records into a stream of the emulator."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from types import SimpleNamespace

import pytest

from local.emulator_process.iot import correct

ACTION = {"kinesis": {"streamName": "readings", "partitionKey": "${clientid()}"}}


@pytest.fixture
def emulator():
    """Its IoT Core and its streams: the actions that it ran itself, and the records put."""
    others, records = [], []

    async def dispatch(account, region, rule, action, event):
        others.append(action)

    def put(request):
        records.append(request)
        return (200 if request["StreamName"] == "readings" else 400), {}, b"no such stream"

    iot = SimpleNamespace(
        _dispatch_rule_action=dispatch,
        request_scope=lambda account, region: contextlib.nullcontext(),
    )
    correct(iot, SimpleNamespace(_put_record=put))

    def run(action, event):
        asyncio.run(iot._dispatch_rule_action("1", "eu-west-1", "rule", action, event))

    return SimpleNamespace(run=run, others=others, records=records)


def test_a_message_is_a_record_under_the_key_of_its_client(emulator):
    emulator.run(ACTION, {"clientId": "ann", "celsius": 7})
    [record] = emulator.records
    assert (record["StreamName"], record["PartitionKey"]) == ("readings", "ann")
    assert json.loads(base64.b64decode(record["Data"])) == {"clientId": "ann", "celsius": 7}


def test_a_message_that_names_no_client_has_a_key_of_its_own(emulator):
    for event in ("text", {"celsius": 7}):
        emulator.run(ACTION, event)
    assert len({record["PartitionKey"] for record in emulator.records}) == 2


def test_what_the_stream_does_not_take_is_an_error_for_the_error_action(emulator):
    with pytest.raises(RuntimeError, match="no such stream"):
        emulator.run({"kinesis": {"streamName": "gone"}}, {})


def test_other_actions_are_the_emulators(emulator):
    emulator.run({"sqs": {"queueUrl": "q"}}, {})
    assert emulator.others == [{"sqs": {"queueUrl": "q"}}]
    assert emulator.records == []
