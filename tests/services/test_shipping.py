"""Tests of having a carrier take the goods of an order, and of knowing when they have arrived."""

from __future__ import annotations

import pytest

from contracts.shipping import ParcelDelivered
from runtime.dynamodb.lifecycle import LifecycleTable
from services.shipping.app import (
    book_shipment,
    cancel_shipment,
    deliver_parcel,
    domain,
    fulfil_order,
    get_shipment,
    publish_changes,
)
from services.shipping.app.domain import ShipmentChange
from services.shipping.app.simulated_carrier import SimulatedCarrier
from services.shipping.app.store import shipments
from tests.fakes.invocations import (
    bus_body,
    called,
    delivered,
    http_event,
    published_events,
    streamed,
)
from tests.services.sample_messages import (
    ID,
    number,
    paid,
    shipment_cancellation_requested,
    shipment_requested,
)


class Counting:
    """The simulated carrier, with its work counted; it fails ``failures`` times first."""

    def __init__(self):
        self.booked, self.cancelled, self.failures = [], [], 0

    def book(self, key, parcels, country):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("carrier is away")
        self.booked.append((key, len(parcels)))
        return SimulatedCarrier().book(key, parcels, country)

    def cancel(self, key):
        self.cancelled.append(key)


@pytest.fixture(autouse=True)
def carrier(monkeypatch):
    counting = Counting()
    for module in (book_shipment, cancel_shipment):
        monkeypatch.setattr(module, "carrier", counting)
    return counting


def book(*events):
    return delivered(book_shipment.handle, *[bus_body(event) for event in events])


def cancel(*events):
    return delivered(cancel_shipment.handle, *[bus_body(event) for event in events])


def arrive(*parcels):
    events = [
        ParcelDelivered(
            order_id=domain.order_of(parcel),
            parcel_id=parcel,
            delivered_at="2026-11-21T10:00:00.000Z",
        )
        for parcel in parcels
    ]
    return delivered(fulfil_order.handle, *[bus_body(event) for event in events])


def say_delivered(parcel, user="agent", groups=("agents",)):
    event = http_event(user=user, groups=groups, path={"parcelId": parcel})
    return called(deliver_parcel.handle, event)


def read(user, *groups, order=ID):
    event = http_event(user=user, groups=groups, path={"orderId": order})
    return called(get_shipment.handle, event)


def booked(mode="choreography", *parcels):
    data = {"orderId": ID, "userId": "ann", "parcels": list(parcels or [f"{ID}-1"]), "mode": mode}
    return ("ShipmentBooked", data)


def test_a_paid_order_is_shipped(aws, carrier):
    assert book(paid()) == []
    assert carrier.booked == [(ID, 1)]
    assert published_events(aws) == [booked()]


def test_what_the_saga_asks_for_is_answered_as_the_saga_s(aws, carrier):
    assert book(shipment_requested(), shipment_requested()) == []
    assert carrier.booked == [(ID, 1)]
    assert published_events(aws) == [booked("saga")] * 2


@pytest.mark.parametrize(("units", "parcels"), [(1, 1), (20, 1), (21, 2), (90_000, 4_500)])
def test_a_parcel_holds_twenty_units(aws, units, parcels):
    assert book(paid(units=units)) == []
    [(_, data)] = published_events(aws)
    assert len(set(data["parcels"])) == parcels
    assert data["parcels"][-1] == f"{ID}-{parcels}"


def test_a_carrier_that_does_not_go_there_refuses_and_does_so_again(aws, carrier):
    assert book(paid(ship_to="AQ"), paid(ship_to="AQ")) == []
    refusal = {"orderId": ID, "reason": "the carrier does not serve AQ", "mode": "choreography"}
    assert published_events(aws) == [("ShipmentFailed", refusal)] * 2
    assert len(carrier.booked) == 1


def test_a_carrier_that_is_away_is_asked_again_later(aws, carrier):
    carrier.failures = 1
    assert book(paid()) == ["m0"]
    assert published_events(aws) == []
    assert book(paid()) == []
    assert published_events(aws) == [booked()]


def test_a_booking_that_was_not_published_is_published_when_the_message_returns(aws, carrier):
    aws.events.failures = 3
    assert book(paid()) == ["m0"]
    assert book(paid()) == []
    assert len(carrier.booked) == 1
    assert published_events(aws) == [booked()]


def test_a_carrier_is_called_off_however_often_that_is_asked(aws, carrier):
    book(shipment_requested())
    wish = shipment_cancellation_requested()
    assert cancel(wish, wish) == []
    assert set(carrier.cancelled) == {ID}
    assert published_events(aws)[1:] == [("ShipmentCancelled", {"orderId": ID, "mode": "saga"})] * 2
    assert shipments.find(ID).status == "CANCELLED"


def test_what_is_called_off_first_is_not_booked_later(aws, carrier):
    assert cancel(shipment_cancellation_requested()) == []
    assert book(shipment_requested()) == []
    assert carrier.booked == []
    refusal = {"orderId": ID, "reason": "the shipment was called off", "mode": "saga"}
    assert published_events(aws)[1:] == [("ShipmentFailed", refusal)]
    assert read("ann")[0] == 404
    assert read("agent", "agents")[1]["status"] == "CANCELLED"


def test_what_is_called_off_while_it_is_booked_is_called_off_with_the_carrier(aws, carrier):
    def meanwhile(key, parcels, country):
        cancel(shipment_cancellation_requested())
        carrier.cancelled.clear()
        return Counting.book(carrier, key, parcels, country)

    carrier.book = meanwhile
    assert book(shipment_requested()) == []
    assert carrier.cancelled == [ID]
    assert [name for name, _ in published_events(aws)] == ["ShipmentCancelled", "ShipmentFailed"]


def test_what_gets_booked_while_it_is_called_off_is_called_off_too(aws, carrier, monkeypatch):
    carrier.failures = 1
    assert book(shipment_requested()) == ["m0"]
    insert = LifecycleTable.insert

    def slowly(table, row):
        found = insert(table, row)
        patched.undo()
        assert book(shipment_requested()) == []
        return found

    with monkeypatch.context() as patched:
        patched.setattr(LifecycleTable, "insert", slowly)
        assert cancel(shipment_cancellation_requested()) == []
    assert shipments.find(ID).status == "CANCELLED"
    assert carrier.cancelled == [ID]
    assert [name for name, _ in published_events(aws)] == ["ShipmentBooked", "ShipmentCancelled"]


def test_what_a_carrier_refused_needs_no_calling_off(aws, carrier):
    book(shipment_requested(ship_to="AQ"))
    assert cancel(shipment_cancellation_requested()) == []
    assert carrier.cancelled == []
    book(shipment_requested(ship_to="AQ"))
    names = [name for name, _ in published_events(aws)]
    assert names == ["ShipmentFailed", "ShipmentCancelled", "ShipmentFailed"]
    assert published_events(aws)[2][1]["reason"] == "the carrier does not serve AQ"


def test_an_agent_says_that_a_parcel_has_arrived(aws):
    book(paid(units=30))
    status, body = say_delivered(f"{ID}-2")
    assert (status, body) == (200, {"parcelId": f"{ID}-2", "orderId": ID})
    name, data = published_events(aws)[-1]
    assert (name, data["orderId"], data["parcelId"]) == ("ParcelDelivered", ID, f"{ID}-2")


def test_only_parcels_that_a_carrier_has_can_arrive_and_only_agents_say_so(aws):
    assert say_delivered("nonsense")[0] == 404
    assert say_delivered(f"{ID}-1")[0] == 404
    book(paid())
    assert say_delivered(f"{ID}-2")[0] == 404
    assert say_delivered(f"{ID}-1", user="ann", groups=())[0] == 403
    assert say_delivered(f"{ID}-1", user=None)[0] == 401
    cancel(shipment_cancellation_requested())
    assert say_delivered(f"{ID}-1")[0] == 409
    assert "ParcelDelivered" not in dict(published_events(aws))


def published_from_the_stream(aws):
    before = len(published_events(aws))
    streamed(publish_changes.handle, aws.dynamodb.stream("shipments"))
    return published_events(aws)[before:]


def test_an_order_is_fulfilled_once_by_its_last_parcel_in_whatever_order(aws):
    book(paid(units=50))
    parcels = [f"{ID}-{n}" for n in (1, 2, 3)]
    assert arrive(parcels[2], parcels[0], parcels[2]) == []
    assert published_from_the_stream(aws) == []
    assert arrive(parcels[1], parcels[1], parcels[0]) == []
    fulfilled = {"orderId": ID, "userId": "ann", "completedSteps": parcels}
    assert published_from_the_stream(aws) == [("OrderFulfilled", fulfilled)]


def test_a_later_change_of_a_fulfilled_order_is_not_published(aws):
    book(paid())
    arrive(f"{ID}-1")
    published_from_the_stream(aws)
    aws.dynamodb.stream("shipments").clear()
    change = ShipmentChange(status="BOOKED", booking_id="another")
    assert shipments.transition(ID, change, sources=("BOOKED",))[1]
    assert published_from_the_stream(aws) == []


def test_a_fulfilled_order_is_published_with_the_correlation_id_of_its_shipment(aws):
    book(paid())
    arrive(f"{ID}-1")
    published_from_the_stream(aws)
    assert aws.events.published()[-1]["detail"]["metadata"]["correlationId"] == "correlation-1"


def test_a_parcel_of_which_nothing_is_known_yet_comes_again(aws):
    assert arrive(f"{ID}-1") == ["m0"]
    book(paid())
    assert arrive(f"{ID}-1") == []
    assert [name for name, _ in published_from_the_stream(aws)] == ["OrderFulfilled"]


def test_what_was_called_off_is_not_fulfilled(aws):
    book(shipment_requested())
    cancel(shipment_cancellation_requested())
    assert arrive(f"{ID}-1") == []
    assert published_from_the_stream(aws) == []


def test_a_shipment_is_shown_to_its_user_and_to_agents_only(aws):
    book(paid(units=30))
    arrive(f"{ID}-2")
    status, body = read("ann")
    assert (status, body["status"]) == (200, "BOOKED")
    assert body["parcels"] == [f"{ID}-1", f"{ID}-2"]
    assert body["delivered"] == [f"{ID}-2"]
    assert not {"mode", "correlationId"} & body.keys()
    assert read("agent", "agents")[0] == 200
    assert read("bob")[0] == 404
    assert read("ann", order=number(9))[0] == 404
    assert read(None)[0] == 401
