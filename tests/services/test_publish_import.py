"""Tests of the event of an import that has ended."""

from __future__ import annotations

from services.catalog.app import publish_import
from tests.fakes.invocations import CONTEXT

ENDED = {"importId": "run", "loaded": 999_000, "rejected": 1_000, "correlationId": "run"}


def test_an_import_that_has_ended_is_published_with_its_numbers(aws):
    publish_import.handle(ENDED, CONTEXT)
    [event] = aws.events.published()
    assert (event["source"], event["detail-type"]) == ("catalog", "ItemsImported")
    assert event["detail"]["data"] == {"importId": "run", "loaded": 999_000, "rejected": 1_000}
    assert event["detail"]["metadata"]["correlationId"] == "run"


def test_a_second_try_publishes_the_same_event_and_another_import_another(aws):
    for name in ("run", "run", "other"):
        publish_import.handle({**ENDED, "importId": name}, CONTEXT)
    first, again, other = [
        event["detail"]["metadata"]["eventId"] for event in aws.events.published()
    ]
    assert first == again != other
