"""What the tests of payments do over and over."""

from __future__ import annotations

from services.payments.app import refund_payment, settle_transfer, take_payment
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.orders_of import ID


def take(*events):
    return delivered(take_payment.handle, *[bus_body(event) for event in events])


def refund(*events):
    return delivered(refund_payment.handle, *[bus_body(event) for event in events])


def settle(outcome="received", order=ID, user="agent", groups=("agents",)):
    event = http_event(user=user, groups=groups, path={"orderId": order}, body={"outcome": outcome})
    return called(settle_transfer.handle, event)


def published_events(aws):
    return [(event["detail-type"], event["detail"]["data"]) for event in aws.events.published()]
