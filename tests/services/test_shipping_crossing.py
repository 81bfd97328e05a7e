"""Carriers booked and called off in any order, at once and again: none comes for nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.shipping import ParcelDelivered
from services.shipping.app import (
    book_shipment,
    cancel_shipment,
    fulfil_order,
    publish_changes,
)
from services.shipping.app.domain import parcels_of
from services.shipping.app.simulated_carrier import SimulatedCarrier
from services.shipping.app.store import shipments
from tests.fakes.invocations import published_events, streamed
from tests.services.crossing import Crossing
from tests.services.sample_messages import (
    number,
    paid,
    shipment_cancellation_requested,
    shipment_requested,
)

orders = st.lists(
    st.tuples(
        st.integers(1, 60),
        st.sampled_from(["GB", "GB", "AQ"]),
        st.sampled_from(["kept", "undone", "undone", "arrived"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


class Vans:
    """Which parcels are on their way; the carrier may go away before, while or after it acts."""

    def __init__(self, crossing):
        self.crossing, self.on_their_way = crossing, {}

    def book(self, key, parcels, country):
        self._trouble()
        answer = SimulatedCarrier().book(key, parcels, country)
        if answer.booking_id:
            self.on_their_way[key] = parcels
        self._trouble()
        return answer

    def cancel(self, key):
        self._trouble()
        self.on_their_way.pop(key, None)
        self._trouble()

    def _trouble(self):
        self.crossing.cross()
        self.crossing.falter()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=orders, seed=st.integers(0, 2**32))
def test_whatever_crosses_only_what_is_wanted_is_on_its_way(aws, monkeypatch, wanted, seed):
    crossing = Crossing(aws, seed)
    vans = Vans(crossing)
    for module in (book_shipment, cancel_shipment):
        monkeypatch.setattr(module, "carrier", vans)
    for place, (units, country, fate, by_saga) in enumerate(wanted):
        order_id = number(place)
        asked = shipment_requested if by_saga else paid
        crossing.send(book_shipment, asked(order_id, units=units, ship_to=country))
        if fate == "undone":
            crossing.send(cancel_shipment, shipment_cancellation_requested(order_id))
    # A parcel arrives only once it is on its way, but then at any time.
    crossing.run()
    for place, (units, country, fate, _) in enumerate(wanted):
        if fate == "arrived" and country != "AQ":
            for parcel in parcels_of(number(place), units):
                event = ParcelDelivered(
                    order_id=number(place),
                    parcel_id=parcel,
                    delivered_at="2026-11-21T10:00:00.000Z",
                )
                crossing.send(fulfil_order, event, most=3)
    crossing.run()
    streamed(publish_changes.handle, aws.dynamodb.stream("shipments"))

    published = published_events(aws)
    for place, (units, country, fate, by_saga) in enumerate(wanted):
        order_id, mode = number(place), "saga" if by_saga else "choreography"
        status = shipments.find(order_id).status
        answers = {name: data for name, data in published if data["orderId"] == order_id}
        is_wanted = fate != "undone" and country != "AQ"
        assert (order_id in vans.on_their_way) == is_wanted
        assert (status == "BOOKED") == is_wanted
        # What is undone may have been booked before, or not any more.
        if fate != "undone":
            assert answers["ShipmentBooked" if is_wanted else "ShipmentFailed"]["mode"] == mode
        assert ("ShipmentCancelled" in answers) == (fate == "undone")
        fulfilled = [data for name, data in published if name == "OrderFulfilled"]
        steps = [d["completedSteps"] for d in fulfilled if d["orderId"] == order_id]
        is_complete = fate == "arrived" and is_wanted
        assert steps == ([list(parcels_of(order_id, units))] if is_complete else [])
