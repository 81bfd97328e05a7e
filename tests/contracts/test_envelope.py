"""Tests of the envelope."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.envelope import now, unwrap, wrap
from contracts.event import Event
from contracts.payments import PaymentCompleted
from contracts.violation import ContractViolation
from tests.services.sample_messages import paid

PAID = paid()


def test_a_wrapped_event_is_unwrapped():
    event, metadata = unwrap(PaymentCompleted, wrap(PAID, "id-1"))
    assert event == PAID
    assert (metadata.correlation_id, metadata.version) == ("id-1", 2)


def test_an_event_that_is_wrapped_twice_gets_two_ids():
    first, second = (wrap(PAID, "id-1")["metadata"]["eventId"] for _ in range(2))
    assert first != second


def test_an_event_with_a_given_id_keeps_it():
    assert wrap(PAID, "id-1", "change-1")["metadata"]["eventId"] == "change-1"


def test_an_event_that_breaks_its_contract_is_not_wrapped():
    with pytest.raises(ContractViolation, match="totalCents must be at least 0"):
        wrap(replace(PAID, total_cents=-1), "id-1")


@pytest.mark.parametrize("spoil", [{"metadata": None}, {"data": {}}, {"metadata": {"version": 1}}])
def test_an_invalid_envelope_is_refused(spoil):
    with pytest.raises(ContractViolation):
        unwrap(PaymentCompleted, {**wrap(PAID, "id-1"), **spoil})


def test_another_version_is_refused():
    envelope = wrap(PAID, "id-1")
    envelope["metadata"]["version"] = 1
    with pytest.raises(ContractViolation, match="version must be version 2, got version 1"):
        unwrap(PaymentCompleted, envelope)


def test_now_is_written_to_the_millisecond_in_utc():
    assert abs(datetime.fromisoformat(now()) - datetime.now(UTC)).total_seconds() < 5
    assert (now()[19], now()[-1], len(now())) == (".", "Z", 24)


def test_an_event_is_called_what_its_class_is_called():
    assert (PaymentCompleted.source, PaymentCompleted.detail_type) == (
        "payments",
        "PaymentCompleted",
    )


def test_the_first_version_is_one():
    with pytest.raises(ValueError, match="version of Wrong must be at least 1, got 0"):

        class Wrong(Event, source="elsewhere", version=0):
            pass
