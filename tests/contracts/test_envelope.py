"""Tests of what travels beside the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.envelope import now, unwrap, wrap
from contracts.event import Event
from contracts.payments import PaymentCompleted
from contracts.violation import ContractViolation
from tests.services.orders_of import paid

PAID = paid()


def test_a_sealed_event_opens_again():
    event, metadata = unwrap(PaymentCompleted, wrap(PAID, "talk-1"))
    assert event == PAID
    assert (metadata.correlation_id, metadata.version) == ("talk-1", 2)


def test_two_announcements_of_one_event_have_their_own_ids():
    first, second = (wrap(PAID, "talk-1")["metadata"]["eventId"] for _ in range(2))
    assert first != second


def test_one_announcement_told_twice_has_one_id():
    assert wrap(PAID, "talk-1", "change-1")["metadata"]["eventId"] == "change-1"


def test_what_breaks_its_contract_is_not_sent():
    with pytest.raises(ContractViolation, match="totalCents must be at least 0"):
        wrap(replace(PAID, total_cents=-1), "talk-1")


@pytest.mark.parametrize("spoil", [{"metadata": None}, {"data": {}}, {"metadata": {"version": 1}}])
def test_a_spoilt_envelope_does_not_open(spoil):
    with pytest.raises(ContractViolation):
        unwrap(PaymentCompleted, {**wrap(PAID, "talk-1"), **spoil})


def test_another_version_does_not_open():
    sealed = wrap(PAID, "talk-1")
    sealed["metadata"]["version"] = 1
    with pytest.raises(ContractViolation, match="version must be version 2, got version 1"):
        unwrap(PaymentCompleted, sealed)


def test_now_is_written_to_the_millisecond_in_utc():
    assert abs(datetime.fromisoformat(now()) - datetime.now(UTC)).total_seconds() < 5
    assert (now()[19], now()[-1], len(now())) == (".", "Z", 24)


def test_an_event_is_called_what_its_class_is_called():
    assert (PaymentCompleted.source, PaymentCompleted.detail_type) == (
        "payments",
        "PaymentCompleted",
    )


def test_versions_begin_at_one():
    with pytest.raises(ValueError, match="version of Wrong must be at least 1, got 0"):

        class Wrong(Event, source="nobody", version=0):
            pass
