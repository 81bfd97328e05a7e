import pytest

from components.workflow.choice import (
    Choice,
    When,
    all_of,
    any_of,
    at_least,
    at_most,
    before,
    equals,
    is_null,
    is_present,
    less_than,
    matches,
    more_than,
    negated,
)

NOON = "2026-11-21T12:00:00Z"
CONDITIONS = {
    "a text": (equals("$.x", "a"), {"StringEquals": "a"}),
    "a number": (equals("$.x", 1), {"NumericEquals": 1}),
    "a boolean": (equals("$.x", True), {"BooleanEquals": True}),
    "matches": (matches("$.x", "a*"), {"StringMatches": "a*"}),
    "below": (less_than("$.x", 1), {"NumericLessThan": 1}),
    "not above": (at_most("$.x", 1), {"NumericLessThanEquals": 1}),
    "above": (more_than("$.x", 1), {"NumericGreaterThan": 1}),
    "not below": (at_least("$.x", 1), {"NumericGreaterThanEquals": 1}),
    "before a time": (before("$.x", NOON), {"TimestampLessThan": NOON}),
    "before another": (before("$.x", "$.y"), {"TimestampLessThanPath": "$.y"}),
    "there": (is_present("$.x"), {"IsPresent": True}),
    "null": (is_null("$.x"), {"IsNull": True}),
}


@pytest.mark.parametrize(("condition", "rule"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_compares_the_value_at_a_path(condition, rule):
    assert condition.rule == {"Variable": "$.x", **rule}


def test_conditions_combine():
    one, other = equals("$.x", 1), equals("$.y", 2)
    assert all_of(one, negated(other)).rule == {"And": [one.rule, {"Not": other.rule}]}
    assert any_of(one, other).rule == {"Or": [one.rule, other.rule]}


def test_a_choice_has_rules_and_a_default():
    rendered = Choice(
        "ByType", rules=(When(equals("$.t", "A"), next="A"),), otherwise="Other"
    ).render()
    assert rendered == {
        "Type": "Choice",
        "Choices": [{"Variable": "$.t", "StringEquals": "A", "Next": "A"}],
        "Default": "Other",
    }


def test_a_condition_without_a_path_and_a_choice_without_rules_are_refused():
    with pytest.raises(ValueError, match=r"looks at a path such as \$\.orderType, got orderType"):
        equals("orderType", "A")
    with pytest.raises(ValueError, match="at least one condition to combine"):
        all_of()
    with pytest.raises(ValueError, match="ByType: a choice needs at least one rule"):
        Choice("ByType", rules=(), otherwise="Other")
