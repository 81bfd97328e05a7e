import pytest

from components.limits import exactly_one, within


@pytest.mark.parametrize("value", [2, 3, 5])
def test_a_value_within_or_at_the_limits_is_accepted(value):
    within("tries", value, (2, 5))


@pytest.mark.parametrize("value", [1, 6])
def test_a_value_outside_is_refused_with_the_limits_and_the_value(value):
    with pytest.raises(ValueError) as refused:
        within("tries", value, (2, 5))
    assert str(refused.value) == f"tries must be between 2 and 5, got {value}"


def test_a_unit_is_named_with_the_limits():
    with pytest.raises(ValueError) as refused:
        within("timeout", 901, (1, 900), "seconds")
    assert str(refused.value) == "timeout must be between 1 and 900 seconds, got 901"


def test_the_one_value_that_is_given_is_named():
    assert exactly_one("a rule", queue=None, topic="t") == "topic"


@pytest.mark.parametrize(
    ("given", "got"), [({"queue": None}, "none"), ({"queue": 1, "topic": 2}, "queue and topic")]
)
def test_none_and_several_values_are_refused(given, got):
    with pytest.raises(ValueError) as refused:
        exactly_one("a rule", **given)
    assert str(refused.value) == f"a rule must have one of {', '.join(given)}; got {got}"
