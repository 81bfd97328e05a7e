"""Tests of notifying customers how their orders ended."""

from __future__ import annotations

import json
from dataclasses import replace

from contracts.users import UserRegistered, UserUpdated
from runtime.dynamodb.attributes import deserialize_item
from runtime.dynamodb.rows import from_item
from services.notifications.app import file_notice, list_notices, notify_customer, store
from services.notifications.app.domain import StoredNotice
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.sample_messages import cancelled, confirmed, number


def notify(*events):
    return delivered(notify_customer.handle, *[bus_body(event) for event in events])


def file_all(aws, times=1):
    bodies = [
        {"Type": "Notification", "Message": message["Message"]} for message in aws.sns.messages
    ]
    return delivered(file_notice.handle, *bodies * times)


def notices(user, **query):
    return called(list_notices.handle, http_event(user=user, query=query))


def test_the_end_of_an_order_goes_to_the_topic(aws):
    assert notify(confirmed(), cancelled(number(2))) == []
    kinds = [message["MessageAttributes"]["event-type"] for message in aws.sns.messages]
    assert [kind["StringValue"] for kind in kinds] == ["OrderConfirmed", "OrderCancelled"]
    first = json.loads(aws.sns.messages[0]["Message"])
    assert first["metadata"]["correlationId"] == "correlation-1"
    assert first["data"]["text"] == "Your order of 1 for 15.00 is confirmed."


def test_a_customer_reads_what_became_of_the_orders(aws):
    notify(confirmed(), cancelled(number(2)))
    assert file_all(aws) == []
    status, body = notices("ann")
    assert status == 200
    assert {notice["text"] for notice in body["notices"]} == {
        "Your order of 1 for 15.00 is confirmed.",
        "Your order for 15.00 is cancelled: the card was declined.",
    }


def test_an_event_delivered_several_times_is_published_once(aws):
    notify(confirmed(), confirmed())
    notify(confirmed())
    assert len(aws.sns.messages) == 1
    [record] = aws.dynamodb.rows("idempotency")
    assert (record["status"]["S"], record["pk"]["S"][:7]) == ("COMPLETED", "notice#")


def test_a_notice_that_the_topic_did_not_take_is_published_later(aws, monkeypatch):
    publish = aws.sns.publish
    monkeypatch.setattr(aws.sns, "publish", lambda **call: 1 / 0)
    assert notify(confirmed()) == ["m0"]
    monkeypatch.setattr(aws.sns, "publish", publish)
    assert notify(confirmed()) == []
    assert len(aws.sns.messages) == 1


def test_the_record_is_in_progress_while_the_notice_is_published(aws, monkeypatch):
    publish, seen = aws.sns.publish, []

    def watched(**call):
        [record] = aws.dynamodb.rows("idempotency")
        seen.append(record["status"]["S"])
        # The same event in another invocation, meanwhile: it is received again later.
        assert notify(confirmed()) == ["m0"]
        return publish(**call)

    monkeypatch.setattr(aws.sns, "publish", watched)
    assert notify(confirmed()) == []
    assert (seen, len(aws.sns.messages)) == (["INPROGRESS"], 1)


def test_a_notice_delivered_several_times_is_one_row(aws):
    notify(confirmed())
    assert file_all(aws, times=2) == []
    [row] = aws.dynamodb.rows("notices")
    assert not store.insert(
        replace(from_item(StoredNotice, deserialize_item(row)), text="Another text.")
    )
    assert aws.dynamodb.rows("notices") == [row]


def test_a_new_user_is_welcomed_once(aws):
    assert notify(UserRegistered(user_id="ann")) == []
    # The same event of a replay, and a notice of an order.
    assert notify(UserRegistered(user_id="ann"), confirmed()) == []
    assert file_all(aws, times=2) == []
    _, body = notices("ann")
    welcome, _ = sorted(body["notices"], key=lambda notice: notice["kind"], reverse=True)
    assert welcome["kind"] == "UserRegistered"
    assert "orderId" not in welcome
    assert welcome["text"].startswith("Welcome! ")
    assert welcome["noticeId"] == f"{welcome['placedAt']}#welcome"
    assert notices("bob")[1]["notices"] == []


def test_a_user_learns_of_each_change_of_the_profile_once(aws):
    changes = [
        bus_body(UserUpdated(user_id="ann", changed=c)) for c in (("name", "country"), ("name",))
    ]
    assert delivered(notify_customer.handle, *changes) == []
    assert delivered(notify_customer.handle, *changes) == []
    assert file_all(aws, times=2) == []
    found = notices("ann")[1]["notices"]
    assert sorted(notice["text"] for notice in found) == [
        "Changed in your profile: name, country. If it was not you, change your password.",
        "Changed in your profile: name. If it was not you, change your password.",
    ]
    assert {notice["noticeId"] for notice in found} == {
        f"{notice['placedAt']}#profile" for notice in found
    }
    assert {notice["kind"] for notice in found} == {"UserUpdated"}
    assert notices("bob")[1]["notices"] == []


def test_a_customer_does_not_read_the_notices_of_another(aws):
    notify(confirmed())
    file_all(aws)
    assert notices("bob")[1] == {"notices": [], "nextToken": None}
    assert notices(None)[0] == 401


def test_notices_come_in_pages(aws):
    notify(*[confirmed(number(n)) for n in range(3)])
    file_all(aws)
    _, first = notices("ann", limit="2")
    _, second = notices("ann", limit="2", nextToken=first["nextToken"])
    assert (len(first["notices"]), len(second["notices"])) == (2, 1)


def test_a_malformed_notice_fails_alone(aws):
    notify(confirmed())
    good = {"Type": "Notification", "Message": aws.sns.messages[0]["Message"]}
    bad = {"Type": "Notification", "Message": "hello"}
    empty = {"Type": "Notification"}
    assert delivered(file_notice.handle, bad, good, empty) == ["m0", "m2"]
    assert len(aws.dynamodb.rows("notices")) == 1
