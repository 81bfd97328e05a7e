"""What each service stores, and what callers get from it: a scenario and questions for each one.

``stored_rows.json`` holds the rows and the answers as they were before the rows got types, without
what was added since (``LATER``). This module uses handlers only, so it ran on that version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import tests.fakes.environment  # noqa: F401
from services.analytics.app import count_order, report_purchases
from services.catalog.app import get_item, get_prices, list_items, put_item
from services.inventory.app import get_stock, receive_delivery, release_stock, reserve_stock
from services.notifications.app import file_notice, list_notices, notify_customer
from services.orders.app import (
    advance_order,
    get_order,
    list_orders,
    place_order,
    publish_changes,
    request_step,
    resume_saga,
)
from services.payments.app import (
    get_payment,
    record_transfer,
    refund_payment,
    request_transfer,
    settle_transfer,
    take_payment,
)
from services.reports.app import (
    count_hour,
    file_report,
    find_hours,
    get_report,
    note_end,
    write_report,
)
from services.shipping.app import (
    book_shipment,
    cancel_shipment,
    deliver_parcel,
    fulfil_order,
    get_shipment,
)
from tests.fakes.clients import Aws
from tests.fakes.invocations import (
    bus_body,
    called,
    delivered,
    http_event,
    rest_event,
    streamed,
    tasked,
)
from tests.services import sample_messages as of

AGENT = {"user": "agent", "groups": ["agents"]}
HOUR = "2026-11-20T09"

# What was added since: rows without these attributes are read too.
LATER = {"ends": {"hourShard"}}


def send(handler: Any, *events: Any) -> None:
    assert delivered(handler, *map(bus_body, events)) == []


def get(handler: Any, **request: Any) -> Any:
    return called(handler, http_event(**{**AGENT, **request}))


def orders(aws: Aws) -> None:
    """One confirmed and fulfilled, one cancelled, one under way in a saga."""
    ids = []
    for key, mode in (("one", "choreography"), ("two", "choreography"), ("three", "saga")):
        place_order.ORDER_MODE = mode
        lines = [{"itemId": "disc", "quantity": 2}, {"itemId": "pen", "quantity": 1}]
        event = rest_event(
            user="ann",
            body={"lines": lines, "shipTo": "FR"},
            headers={"idempotency-key": key, "x-correlation-id": "talk-1"},
        )
        ids.append(called(place_order.handle, event)[1]["orderId"])
    one, two, three = ids
    send(advance_order.handle, of.reserved(one), of.paid(one), of.shipped(one), of.fulfilled(one))
    send(advance_order.handle, of.short(two))
    aws.dynamodb.update_item(
        TableName="orders",
        Key={"orderId": {"S": three}},
        UpdateExpression="SET #saga = :run",
        ExpressionAttributeNames={"#saga": "saga"},
        ExpressionAttributeValues={":run": {"S": "run-1"}},
    )
    aws.stepfunctions.waiting.add("token-1")
    order = called(get_order.handle, rest_event(user="ann", path={"orderId": three}))[1]
    tasked(request_step.handle, step="ReserveInventory", order=order, token="token-1")
    send(resume_saga.handle, of.reserved(three, mode="saga"))
    # An order leaves the index of open orders when its end is published.
    streamed(publish_changes.handle, aws.dynamodb.stream("orders"))


def ask_orders(aws: Aws) -> Iterable[Any]:
    ids = sorted(item["orderId"]["S"] for item in aws.dynamodb.rows("orders"))
    for order_id in ids:
        yield called(get_order.handle, rest_event(user="ann", path={"orderId": order_id}))
    yield called(list_orders.handle, rest_event(user="ann"))
    for record in changes_of(aws, "orders"):
        streamed(publish_changes.handle, [record])
    for order_id in ids:
        send(advance_order.handle, of.shipped(order_id))
        yield called(get_order.handle, rest_event(user="ann", path={"orderId": order_id}))


def changes_of(aws: Aws, table: str) -> list[Any]:
    """Stream records of rows that are new, as far as they are rows of this table."""
    return [
        {
            "eventID": str(place),
            "eventSourceARN": "arn",
            "dynamodb": {"Keys": {}, "NewImage": item},
        }
        for place, item in enumerate(ordered(aws, table))
    ]


def inventory(aws: Aws) -> None:
    """Stock, and orders that are reserved, short, released, and released before they came."""
    lines = [{"itemId": "disc", "quantity": 5}, {"itemId": "pen", "quantity": 9}]
    body = {"deliveryId": "d1", "lines": lines}
    assert called(receive_delivery.handle, http_event(**AGENT, body=body))[0] == 201
    send(reserve_stock.handle, of.placed(of.number(1), ("disc", 2, 100), ("pen", 1, 50)))
    send(reserve_stock.handle, of.placed(of.number(2), ("disc", 9, 100)))
    send(reserve_stock.handle, of.placed(of.number(3), ("pen", 1, 50)))
    send(release_stock.handle, of.refused(of.number(3)), of.release_requested(of.number(4)))


def ask_inventory(aws: Aws) -> Iterable[Any]:
    lines = [{"itemId": "disc", "quantity": 5}, {"itemId": "pen", "quantity": 9}]
    for body in ({"deliveryId": "d1", "lines": lines}, {"deliveryId": "d1", "lines": lines[:1]}):
        yield called(receive_delivery.handle, http_event(**AGENT, body=body))
    for n in (1, 2, 3, 4):
        send(reserve_stock.handle, of.placed(of.number(n)))
    send(release_stock.handle, *[of.release_requested(of.number(n)) for n in (1, 2, 3, 4)])
    for item in ("disc", "pen", "none"):
        yield get(get_stock.handle, path={"itemId": item})


def payments(aws: Aws) -> None:
    """One payment in every status, and one that is blocked."""
    send(take_payment.handle, of.reserved(of.number(1)))
    send(take_payment.handle, of.reserved(of.number(2), method="card-declined"))
    send(take_payment.handle, of.payment_requested(of.number(3), cents=0))
    send(take_payment.handle, of.payment_requested(of.number(4), cents=10_000_001))
    for n in (5, 6, 7, 8):
        send(take_payment.handle, of.reserved(of.number(n), method="transfer"))
    for n in (6, 7, 8):
        tasked(request_transfer.handle, orderId=of.number(n), token=f"token-{n}")
        aws.stepfunctions.waiting.add(f"token-{n}")
    settle(7, "received")
    send(refund_payment.handle, of.refund_requested(of.number(8)))
    send(take_payment.handle, of.reserved(of.number(9)))
    send(refund_payment.handle, of.unserved(of.number(9)), of.refund_requested(of.number(10)))


def settle(n: int, outcome: str) -> Any:
    path = {"orderId": of.number(n)}
    return called(settle_transfer.handle, http_event(**AGENT, path=path, body={"outcome": outcome}))


def ask_payments(aws: Aws) -> Iterable[Any]:
    numbers = range(1, 11)
    yield from [get(get_payment.handle, path={"orderId": of.number(n)}) for n in numbers]
    yield get(get_payment.handle, user="ann", groups=[], path={"orderId": of.number(1)})
    yield get(get_payment.handle, user="ann", groups=[], path={"orderId": of.number(10)})
    aws.stepfunctions.waiting |= {f"token-{n}" for n in numbers}
    yield from [settle(n, "refused") for n in numbers]
    yield [tasked(record_transfer.handle, orderId=of.number(n)) for n in (6, 7)]
    yield [get(get_payment.handle, path={"orderId": of.number(n)}) for n in (6, 7)]
    for n in numbers:
        if n != 5:
            send(take_payment.handle, of.reserved(of.number(n)))
    send(refund_payment.handle, *[of.refund_requested(of.number(n)) for n in numbers])


def shipping(aws: Aws) -> None:
    """Booked, partly delivered, fulfilled, refused, cancelled, and blocked."""
    send(book_shipment.handle, of.paid(of.number(1), units=30), of.paid(of.number(2), units=30))
    send(book_shipment.handle, of.paid(of.number(3)), of.paid(of.number(4), ship_to="AQ"))
    send(book_shipment.handle, of.shipment_requested(of.number(5)))
    send(fulfil_order.handle, of.delivered(of.number(2), 2), of.delivered(of.number(3)))
    for n in (5, 6):
        send(cancel_shipment.handle, of.shipment_cancellation_requested(of.number(n)))


def ask_shipping(aws: Aws) -> Iterable[Any]:
    numbers = range(1, 7)
    yield from [get(get_shipment.handle, path={"orderId": of.number(n)}) for n in numbers]
    yield get(get_shipment.handle, user="ann", groups=[], path={"orderId": of.number(6)})
    for n in numbers:
        yield get(deliver_parcel.handle, path={"parcelId": f"{of.number(n)}-1"})
    send(book_shipment.handle, *[of.shipment_requested(of.number(n)) for n in numbers])
    send(fulfil_order.handle, of.delivered(of.number(2), 1))
    yield get(get_shipment.handle, path={"orderId": of.number(2)})


def catalog(aws: Aws) -> None:
    for item, cents in (("disc", 1500), ("pen", 0)):
        body = {"name": f"A {item}", "priceCents": cents}
        event = http_event(**AGENT, path={"itemId": item}, body=body)
        assert called(put_item.handle, event)[0] == 201


def ask_catalog(aws: Aws) -> Iterable[Any]:
    yield get(get_item.handle, path={"itemId": "disc"})
    yield get(list_items.handle)
    yield get(list_items.handle, query={"limit": "1"})
    yield get(get_prices.handle, query={"items": "disc,pen,none"})


def notifications(aws: Aws) -> None:
    send(notify_customer.handle, of.confirmed(of.number(1)), of.cancelled(of.number(2)))
    for message in aws.sns.messages:
        body = {"Type": "Notification", "Message": message["Message"]}
        assert delivered(file_notice.handle, body, body) == []
    aws.sns.messages.clear()


def ask_notifications(aws: Aws) -> Iterable[Any]:
    yield get(list_notices.handle, user="ann")
    yield get(list_notices.handle, user="ann", query={"limit": "1"})


def analytics(aws: Aws) -> None:
    send(count_order.handle, of.confirmed(of.number(1)), of.confirmed(of.number(2), "bob", units=3))
    send(count_order.handle, of.confirmed(of.number(3), on="2026-12-01", cents=7))


def ask_analytics(aws: Aws) -> Iterable[Any]:
    send(count_order.handle, of.confirmed(of.number(1)), of.confirmed(of.number(4)))
    yield get(report_purchases.handle)


def reports(aws: Aws) -> None:
    """Orders that ended in an hour, the figures of that hour, and the report of its day."""
    note_ends()
    log(aws)
    tasked(count_hour.handle, hour=HOUR)
    report(aws)


def note_ends() -> None:
    for event in (of.confirmed(of.number(1), units=2, cents=300), of.cancelled(of.number(2))):
        body = bus_body(event)
        body["detail"]["metadata"]["occurredAt"] = f"{HOUR}:10:00.000Z"
        assert delivered(note_end.handle, body) == []


def log(aws: Aws) -> None:
    failed = {"level": "ERROR", "outcome": "failed", "error_type": "LookupError"}
    lines = [{"level": "INFO", "outcome": "succeeded"}, failed]
    # 2026-11-20T09:10:00Z
    aws.logs.groups["note-end-logs"] = [(1_795_165_800_000, json.dumps(line)) for line in lines]


def report(aws: Aws) -> None:
    tasked(write_report.handle, day=HOUR[:10], run="2026-11-21T01:00:00+00:00")
    key = f"reports/{HOUR[:10]}.json"
    size = len(aws.s3.kept["files", key])
    record = {
        "eventName": "ObjectCreated:Put",
        "responseElements": {"x-amz-request-id": "request-of-s3"},
        "s3": {"bucket": {"name": "files"}, "object": {"key": key, "size": size, "eTag": "abc"}},
    }
    body = {"Type": "Notification", "Message": json.dumps({"Records": [record]})}
    assert delivered(file_report.handle, body) == []


def ask_reports(aws: Aws) -> Iterable[Any]:
    started = "2026-11-21T01:00:07.123Z"
    yield get(get_report.handle, path={"day": HOUR[:10]})
    yield tasked(find_hours.handle, asked={"day": HOUR[:10]}, startedAt=started)
    # The replay after an update by which rows of ends get their shards.
    note_ends()
    log(aws)
    tasked(count_hour.handle, hour=HOUR)
    report(aws)
    yield get(get_report.handle, path={"day": HOUR[:10]})
    yield aws.s3.kept["files", f"reports/{HOUR[:10]}.txt"].decode()


SCENARIOS: dict[str, tuple[Callable[[Aws], None], Callable[[Aws], Iterable[Any]], list[str]]] = {
    "orders": (orders, ask_orders, ["orders", "steps"]),
    "inventory": (inventory, ask_inventory, ["inventory"]),
    "payments": (payments, ask_payments, ["payments"]),
    "shipping": (shipping, ask_shipping, ["shipments"]),
    "catalog": (catalog, ask_catalog, ["items"]),
    "notifications": (notifications, ask_notifications, ["notices"]),
    "analytics": (analytics, ask_analytics, ["analytics"]),
    "reports": (reports, ask_reports, ["ends", "figures"]),
}


def rows_of(aws: Aws, service: str) -> dict[str, Any]:
    """What a service has stored, as DynamoDB holds it, without what was added since."""
    return {table: ordered(aws, table) for table in SCENARIOS[service][2]}


def ordered(aws: Aws, table: str) -> list[Any]:
    later = LATER.get(table, set())
    items = [
        {name: item[name] for name in sorted(item) if name not in later}
        for item in aws.dynamodb.rows(table)
        if "readUntil" not in item
    ]
    return sorted(items, key=lambda item: json.dumps(without_moments(item)))


def answers_of(aws: Aws, service: str) -> dict[str, Any]:
    """What callers get from a service, and what it publishes meanwhile."""
    before = len(aws.events.published())
    answers = json.loads(json.dumps(list(SCENARIOS[service][1](aws))))
    published = aws.events.published()[before:]
    return {
        "answers": answers,
        "published": [[event["detail-type"], event["detail"]["data"]] for event in published],
    }


def sample_catalog(service: str, path: str, query: dict[str, str]) -> Any:
    """The catalog as orders sees it."""
    known = {"disc": 1500, "pen": 250}
    wanted = query["items"].split(",")
    return {"prices": {item: known[item] for item in wanted}, "unknown": []}


def without_moments(value: Any) -> Any:
    """Data with the times and the day of this run, and the keys in page tokens, replaced.

    Errors have a correlation id since, which is of this run too.
    """
    text = re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "<moment>", json.dumps(value))
    text = re.sub(r'("orderedOn": \{"S": ")20\d\d-\d\d-\d\d', r"\1<day>", text)
    text = re.sub(r', "correlationId": "[^"]*"', "", text)
    text = re.sub(r'("nextToken": )"[^"]*"', r'\1"<token>"', text)
    return json.loads(re.sub(r'("ttl": \{"N": ")\d+', r"\1<time>", text))
