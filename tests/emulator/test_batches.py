"""Partial batch responses of streams on the emulator."""

from __future__ import annotations

import pytest

from local.emulator_process.batches import honoured

FUNCTION = {"config": {"FunctionArn": "arn:publish"}}


def change(number):
    place = {"SequenceNumber": number}
    return {"eventSource": "aws:dynamodb", "eventSourceARN": "arn:t", "dynamodb": place}


def datum(number, shard="s-0"):
    place = {"sequenceNumber": number}
    source = {"eventSource": "aws:kinesis", "eventSourceARN": "arn:k", "eventID": f"{shard}:1"}
    return {**source, "kinesis": place}


def consumer(*answers):
    """An invocation that answers each batch with the next of these failures."""
    seen, left = [], list(answers)

    def invoke(function, event):
        seen.append([str(each.get("dynamodb", each.get("kinesis"))) for each in event["Records"]])
        failed = left.pop(0) if left else []
        return {"body": {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}}

    return honoured(invoke), seen


@pytest.mark.parametrize("record", [change, datum])
def test_a_batch_goes_on_at_the_first_record_that_the_response_names(record):
    invoke, seen = consumer(["3", "2"], [])
    batch = {"Records": [record(each) for each in "123"]}
    assert invoke(FUNCTION, batch)["error"] is True
    assert "error" not in invoke(FUNCTION, batch)
    assert [len(each) for each in seen] == [3, 2]
    invoke(FUNCTION, batch)
    assert len(seen[-1]) == 3, "a batch that is done leaves nothing behind"


def test_a_name_that_is_none_of_the_batch_has_all_of_it_delivered_again():
    invoke, seen = consumer(["9"])
    batch = {"Records": [change("1"), change("2")]}
    assert invoke(FUNCTION, batch)["error"] is True
    invoke(FUNCTION, batch)
    assert seen[0] == seen[1]


def test_an_error_keeps_the_place_where_the_batch_goes_on():
    answers = [{"body": {"batchItemFailures": [{"itemIdentifier": "2"}]}}, {"error": True}, {}]
    seen = []

    def invoke(function, event):
        seen.append(len(event["Records"]))
        return answers.pop(0)

    deliver = honoured(invoke)
    for _ in range(3):
        deliver(FUNCTION, {"Records": [change("1"), change("2")]})
    assert seen == [2, 1, 1]


def test_shards_and_functions_go_on_on_their_own():
    invoke, seen = consumer(["2"])
    other = {"config": {"FunctionArn": "arn:other"}}
    invoke(FUNCTION, {"Records": [datum("1"), datum("2")]})
    invoke(FUNCTION, {"Records": [datum("1", "s-1"), datum("2", "s-1")]})
    invoke(other, {"Records": [datum("1"), datum("2")]})
    assert [len(each) for each in seen] == [2, 2, 2]


def test_what_is_no_stream_is_as_it_was():
    answers = iter([{"body": {"batchItemFailures": [{"itemIdentifier": "m-1"}]}}, {"body": 7}])
    invoke = honoured(lambda function, event: next(answers))
    assert "error" not in invoke(FUNCTION, {"Records": [{"eventSource": "aws:sqs"}]})
    assert invoke(FUNCTION, [1, 2]) == {"body": 7}
