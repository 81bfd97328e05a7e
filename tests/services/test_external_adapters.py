"""Tests of the adapters of the payment processor and the carrier that call an HTTP API."""

from __future__ import annotations

import pytest

from runtime import retry
from runtime.clients.external import ExternalService, UnexpectedAnswer
from services.payments.app import processor, refund_payment, take_payment
from services.payments.app.domain import Charge
from services.payments.app.http_processor import HttpProcessor
from services.payments.app.simulated_processor import SimulatedProcessor
from services.payments.app.store import payments
from services.shipping.app import book_shipment, cancel_shipment, carrier
from services.shipping.app.domain import Booking
from services.shipping.app.http_carrier import HttpCarrier
from services.shipping.app.simulated_carrier import SimulatedCarrier
from tests.fakes.invocations import bus_body, delivered, published_events
from tests.partner import partner
from tests.services.payments_helpers import refund, take
from tests.services.sample_messages import (
    ID,
    paid,
    reserved,
    shipment_cancellation_requested,
    unserved,
)

SECRET = "/platform/test/partner/secret"


@pytest.fixture
def company(aws, monkeypatch):
    """Both services of others, at one address."""
    monkeypatch.setattr(retry, "BASE_SECONDS", 0)
    aws.ssm.values[SECRET] = "one"
    with partner() as server:
        server.secret = "one"
        service = ExternalService(name="the company", url=server.url, secret_name=SECRET)
        for module in (take_payment, refund_payment):
            monkeypatch.setattr(module, "processor", HttpProcessor(service))
        for module in (book_shipment, cancel_shipment):
            monkeypatch.setattr(module, "carrier", HttpCarrier(service))
        yield server


def asked(company):
    return [(a.path, a.headers["idempotency-key"], a.body) for a in company.asked]


def ship(message):
    return delivered(book_shipment.handle, bus_body(message))


def names(aws):
    return [name for name, _ in published_events(aws)]


def test_a_charge_and_its_refund_are_asked_for_once_each(company, aws):
    company.answers = [(201, {"chargeId": "c-1"}), (200, {})]
    assert take(reserved(), reserved()) == []
    assert refund(unserved(), unserved()) == []
    body = {"reference": ID, "amountCents": 1500, "method": "card"}
    assert asked(company) == [
        ("/v1/charges", f"charge-{ID}", body),
        ("/v1/refunds", f"refund-{ID}", {"reference": ID, "chargeId": "c-1"}),
    ]
    assert payments.find(ID).status == "REFUNDED"


def test_a_declined_charge_fails_the_payment_with_the_reason(company, aws):
    company.answers = [(402, {"reason": "no money left"})]
    assert take(reserved()) == []
    [(name, data)] = published_events(aws)
    assert (name, data["reason"]) == ("PaymentFailed", "no money left")


def test_a_processor_that_does_not_answer_is_asked_again_with_the_same_key(company, aws):
    company.answers = [(503, {}), (503, {}), (201, {"chargeId": "c-1"})]
    assert take(reserved()) == ["m0"]
    assert names(aws) == []
    assert take(reserved()) == []
    assert {key for _, key, _ in asked(company)} == {f"charge-{ID}"}
    assert names(aws) == ["PaymentCompleted"]


def test_a_refund_that_is_declined_is_no_refund(company, aws):
    company.answers = [(201, {"chargeId": "c-1"}), (422, {"reason": "too late"})]
    take(reserved())
    assert refund(unserved()) == ["m0"]
    assert payments.find(ID).status == "COMPLETED"


def test_a_booking_and_its_cancellation_are_asked_for(company, aws):
    company.answers = [(201, {"bookingId": "b-1"}), (200, {})]
    assert ship(paid()) == []
    assert delivered(cancel_shipment.handle, bus_body(shipment_cancellation_requested())) == []
    body = {"reference": ID, "parcels": [f"{ID}-1"], "country": "GB"}
    assert asked(company) == [
        ("/v1/bookings", f"booking-{ID}", body),
        ("/v1/cancellations", f"cancellation-{ID}", {"reference": ID}),
    ]
    assert names(aws) == ["ShipmentBooked", "ShipmentCancelled"]


def test_a_declined_booking_fails_the_shipment_with_the_reason(company, aws):
    company.answers = [(422, {"reason": "no plane goes there"})]
    assert ship(paid()) == []
    [(name, data)] = published_events(aws)
    assert (name, data["reason"]) == ("ShipmentFailed", "no plane goes there")


def test_a_cancellation_that_is_declined_comes_again(company):
    company.answers = [(201, {"bookingId": "b-1"}), (402, {"reason": "on its way"})]
    ship(paid())
    assert delivered(cancel_shipment.handle, bus_body(shipment_cancellation_requested())) == ["m0"]


def test_an_answer_without_what_was_agreed_is_an_error(company):
    company.answers = [(200, {})]
    with pytest.raises(UnexpectedAnswer, match="without chargeId"):
        take_payment.processor.charge(ID, 1, "card")
    with pytest.raises(UnexpectedAnswer, match="without bookingId"):
        book_shipment.carrier.book(ID, (), "GB")


@pytest.mark.parametrize(
    ("module", "variable", "make", "simulated", "http"),
    [
        (
            processor,
            "PAYMENT_PROCESSOR",
            processor.configured_processor,
            SimulatedProcessor,
            HttpProcessor,
        ),
        (carrier, "CARRIER", carrier.configured_carrier, SimulatedCarrier, HttpCarrier),
    ],
    ids=("processor", "carrier"),
)
def test_the_variables_of_the_stage_choose_the_adapter(
    monkeypatch, module, variable, make, simulated, http
):
    assert isinstance(make(), simulated)
    monkeypatch.setattr(module, variable, "http")
    with pytest.raises(RuntimeError, match=f"{variable}_ENDPOINT"):
        make()
    monkeypatch.setenv(f"{variable}_ENDPOINT", "https://partner.example/v1")
    monkeypatch.setenv(f"{variable}_SECRET", SECRET)
    made = make()
    assert isinstance(made, http)
    assert made.service.url == "https://partner.example/v1"
    assert made.service.secret_name == SECRET


def test_both_adapters_answer_a_declined_request_alike(company):
    company.answers = [(402, {"reason": "the card was declined"})]
    declined = Charge(decline_reason="the card was declined")
    assert take_payment.processor.charge(ID, 1, "card-declined") == declined
    assert SimulatedProcessor().charge(ID, 1, "card-declined") == declined
    company.answers = [(422, {"reason": "the carrier does not serve AQ"})]
    declined = Booking(decline_reason="the carrier does not serve AQ")
    assert book_shipment.carrier.book(ID, (), "AQ") == declined
    assert SimulatedCarrier().book(ID, (), "AQ") == declined
