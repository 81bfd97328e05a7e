"""Calls of the payments handlers, for tests: take, refund and settle a payment."""

from __future__ import annotations

from services.payments.app import refund_payment, settle_transfer, take_payment
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.sample_messages import ID


def take(*events):
    return delivered(take_payment.handle, *[bus_body(event) for event in events])


def refund(*events):
    return delivered(refund_payment.handle, *[bus_body(event) for event in events])


def settle(outcome="received", order=ID, user="agent", groups=("agents",)):
    event = http_event(user=user, groups=groups, path={"orderId": order}, body={"outcome": outcome})
    return called(settle_transfer.handle, event)
