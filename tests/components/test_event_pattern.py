import pytest

from components.messaging.event_pattern import check, for_consumer, live_only
from tests.components.event_rules import LIVE, PLACED


def test_a_consumer_gets_live_events_and_its_own_replays():
    assert for_consumer(PLACED, "analytics-count-order") == {
        **PLACED,
        "replay-name": [{"exists": False}, {"prefix": "analytics-count-order."}],
    }


def test_a_replay_for_one_consumer_does_not_reach_another_with_a_longer_name():
    [_, mine] = for_consumer(PLACED, "orders-advance")["replay-name"]
    assert not "orders-advance-order.2026".startswith(mine["prefix"])
    assert "orders-advance.2026".startswith(mine["prefix"])


def test_what_is_sent_elsewhere_is_live_only():
    assert live_only(PLACED) == {**PLACED, **LIVE}


def test_a_pattern_that_matches_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        check({})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"


def test_a_pattern_with_a_replay_name_of_its_own_is_refused():
    with pytest.raises(ValueError) as refused:
        check({**PLACED, "replay-name": ["mine"]})
    assert str(refused.value) == ('pattern must leave replay-name to the component, got ["mine"]')
