import pytest

from components.messaging.event_rule import check, for_consumer, live_only
from tests.components.event_rules import LIVE, PLACED


def test_a_consumer_hears_live_events_and_its_own_replays():
    assert for_consumer(PLACED, "analytics-count-order") == {
        **PLACED,
        "replay-name": [{"exists": False}, {"prefix": "analytics-count-order."}],
    }


def test_the_name_of_one_consumer_is_no_beginning_of_anothers():
    [_, mine] = for_consumer(PLACED, "orders-advance")["replay-name"]
    assert not "orders-advance-order.2026".startswith(mine["prefix"])
    assert "orders-advance.2026".startswith(mine["prefix"])


def test_what_leaves_the_house_is_live():
    assert live_only(PLACED) == {**PLACED, **LIVE}


def test_a_pattern_for_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        check({})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"


def test_a_pattern_that_decides_about_replays_itself_is_refused():
    with pytest.raises(ValueError) as refused:
        check({**PLACED, "replay-name": ["mine"]})
    assert str(refused.value) == ('pattern must leave replay-name to the component, got ["mine"]')
