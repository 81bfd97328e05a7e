"""Sending to connections: one, a user's, all of them; at once and by the queue."""

from __future__ import annotations

import json

import pytest

from runtime.sqs.producer import NotSent
from runtime.websocket import broadcast as broadcasts
from runtime.websocket import connections, sender
from runtime.websocket.broadcast import broadcast
from runtime.websocket.sender import MessageTooLarge, Sent, send, send_to_user
from runtime.websocket.worker import broadcast_worker
from tests.fakes.environment import VARIABLES
from tests.fakes.invocations import delivered

NEWS = {"news": "é"}
worker = broadcast_worker()


def opened(number, user=None):
    ids = [f"{user or 'c'}{place}" for place in range(number)]
    for connection in ids:
        connections.put(connection, user)
    return ids


def stored(aws):
    return sorted(row["connectionId"]["S"] for row in aws.dynamodb.rows("connections"))


def test_a_message_is_sent_by_the_address_of_the_stage(aws):
    [connection] = opened(1)
    assert send(connection, NEWS) is True
    assert aws.apigatewaymanagementapi.messages == {connection: [NEWS]}
    assert aws.apigatewaymanagementapi.endpoint == VARIABLES["CONNECTIONS_URL"]


def test_the_row_of_a_connection_that_is_gone_is_deleted(aws):
    gone, there = opened(2)
    aws.apigatewaymanagementapi.gone = {gone}
    assert send(gone, NEWS) is False
    assert stored(aws) == [there]


def test_a_connection_is_gone_by_its_status_whatever_the_error_is_called(aws, monkeypatch):
    [connection] = opened(1)
    error = Exception("410")
    error.response = {"ResponseMetadata": {"HTTPStatusCode": 410}}

    def post(**call):
        raise error

    monkeypatch.setattr(aws.apigatewaymanagementapi, "post_to_connection", post)
    assert send(connection, NEWS) is False
    assert stored(aws) == []


def test_a_message_to_a_user_reaches_that_users_connections_and_no_other(aws):
    ann, bob = opened(3, "ann"), opened(2, "bob")
    opened(1)
    assert send_to_user("ann", NEWS) == Sent(reached=3, gone=0)
    assert sorted(aws.apigatewaymanagementapi.messages) == ann
    assert send_to_user("eve", NEWS) == Sent(reached=0, gone=0)
    assert not set(bob) & set(aws.apigatewaymanagementapi.messages)


def test_a_user_with_more_connections_than_a_page(aws, monkeypatch):
    monkeypatch.setattr(connections, "PAGE", 2)
    opened(5, "ann")
    assert send_to_user("ann", NEWS).reached == 5


def test_one_that_is_gone_and_one_that_fails_do_not_stop_the_rest(aws, log):
    first, gone, failing, last = opened(4)
    sockets = aws.apigatewaymanagementapi
    sockets.gone, sockets.failing = {gone}, {failing}
    assert broadcast(NEWS) == Sent(reached=2, gone=1, failed=(failing,))
    assert sorted(sockets.messages) == [first, last]
    assert stored(aws) == [first, failing, last]
    assert [line["connection_id"] for line in log() if line["level"] == "ERROR"] == [failing]


@pytest.mark.parametrize(
    "call", [lambda m: send("c0", m), broadcast, lambda m: send_to_user("a", m)]
)
def test_a_message_that_is_too_large_is_refused_before_anything_is_sent(aws, call):
    opened(1)
    with pytest.raises(MessageTooLarge, match="may have 131072 bytes, got 131073"):
        call("x" * (sender.MAX_MESSAGE_BYTES - 1))
    assert aws.apigatewaymanagementapi.messages == {}
    assert send("c0", "x" * (sender.MAX_MESSAGE_BYTES - 2))


def test_a_broadcast_without_a_queue_reads_page_after_page(aws, monkeypatch):
    monkeypatch.setattr(broadcasts, "BROADCAST_QUEUE", "")
    monkeypatch.setattr(connections, "PAGE", 2)
    opened(5)
    assert broadcast(NEWS) == Sent(reached=5, gone=0)
    assert aws.dynamodb.calls.count("Scan") == 3
    assert aws.sqs.sent == []


def test_a_broadcast_without_connections_reaches_none(aws):
    assert broadcast(NEWS) == Sent(reached=0, gone=0)


def test_a_broadcast_to_many_goes_by_the_queue_in_batches(aws, monkeypatch):
    monkeypatch.setattr(connections, "PAGE", 2)
    ids = opened(25)
    assert broadcast(NEWS) == Sent(reached=0, gone=0)
    assert aws.apigatewaymanagementapi.messages == {}
    assert aws.sqs.calls == [10, 3]
    assert {sent["QueueUrl"] for sent in aws.sqs.sent} == {VARIABLES["BROADCAST_QUEUE"]}
    bodies = [json.loads(sent["MessageBody"]) for sent in aws.sqs.sent]
    assert sorted(each for body in bodies for each in body["connections"]) == sorted(ids)
    assert delivered(worker, *bodies) == []
    assert aws.apigatewaymanagementapi.messages == {each: [NEWS] for each in ids}


def test_large_batches_are_queued_in_more_calls(aws, monkeypatch):
    monkeypatch.setattr(connections, "PAGE", 1)
    opened(5)
    broadcast("x" * 100_000)
    assert aws.sqs.calls == [2, 2, 1]


def test_batches_that_the_queue_rejects_every_time_are_an_error(aws, monkeypatch):
    monkeypatch.setattr(connections, "PAGE", 1)
    opened(3)
    aws.sqs.rejections = 9
    with pytest.raises(NotSent, match="3 of 3 messages: InternalError"):
        broadcast(NEWS)


def batch(ids):
    return {"connections": ids, "correlationId": "one", "message": NEWS}


def test_the_rest_of_a_batch_is_queued_again_for_those_alone(aws):
    ids = opened(3)
    aws.apigatewaymanagementapi.failing = {ids[1]}
    assert delivered(worker, batch(ids)) == []
    [sent] = aws.sqs.sent
    assert sent["QueueUrl"] == VARIABLES["QUEUE_URL"]
    assert json.loads(sent["MessageBody"]) == batch([ids[1]])
    assert 8 <= sent["DelaySeconds"] <= 10


def test_a_batch_of_which_none_was_reached_is_received_again_and_others_are_not(aws):
    ids = opened(2)
    aws.apigatewaymanagementapi.failing = {ids[0]}
    assert delivered(worker, batch(ids[:1]), batch(ids[1:])) == ["m0"]
    assert aws.sqs.sent == []
    assert list(aws.apigatewaymanagementapi.messages) == [ids[1]]


def test_connections_that_are_gone_are_no_failure_of_a_batch(aws):
    ids = opened(2)
    aws.apigatewaymanagementapi.gone = set(ids)
    assert delivered(worker, batch(ids)) == []
    assert (stored(aws), aws.sqs.sent) == ([], [])
