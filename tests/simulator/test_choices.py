import pytest

from components.workflow import choice
from tests.simulator.choices import holds
from tests.simulator.failures import Failed, Unsupported

DATA = {
    "text": "abc",
    "number": 2,
    "boolean": True,
    "nothing": None,
    "early": "2026-11-21T12:00:00Z",
    "late": "2026-11-21T13:30:00+01:00",
}

MATCHING = [
    choice.equals("$.text", "abc"),
    choice.equals("$.number", 2),
    choice.equals("$.boolean", True),
    choice.matches("$.text", "a*"),
    choice.less_than("$.number", 3),
    choice.at_most("$.number", 2),
    choice.more_than("$.number", 1),
    choice.at_least("$.number", 2),
    choice.before("$.early", "$.late"),
    choice.before("$.early", "2027-01-01T00:00:00Z"),
    choice.is_present("$.nothing"),
    choice.is_null("$.nothing"),
    choice.all_of(choice.is_present("$.text"), choice.equals("$.number", 2)),
    choice.any_of(choice.equals("$.text", "x"), choice.equals("$.number", 2)),
    choice.negated(choice.is_present("$.missing")),
]
OTHERS = [
    choice.equals("$.text", "abcd"),
    choice.equals("$.text", 2),
    choice.equals("$.number", "2"),
    choice.equals("$.number", True),
    choice.equals("$.boolean", False),
    choice.matches("$.text", "b*"),
    choice.less_than("$.number", 2),
    choice.at_most("$.number", 1),
    choice.more_than("$.number", 2),
    choice.at_least("$.number", 3),
    choice.more_than("$.boolean", 0),
    choice.before("$.late", "$.early"),
    choice.before("$.text", "$.early"),
    choice.is_present("$.missing"),
    choice.is_null("$.text"),
    choice.all_of(choice.is_present("$.text"), choice.equals("$.number", 3)),
    choice.any_of(choice.equals("$.text", "x"), choice.equals("$.number", 3)),
    choice.negated(choice.is_present("$.text")),
]


@pytest.mark.parametrize("condition", MATCHING, ids=str)
def test_a_condition_matches_the_data(condition):
    assert holds({**condition.rule, "Next": "A"}, DATA, {})


@pytest.mark.parametrize("condition", OTHERS, ids=str)
def test_a_condition_does_not_match_other_data(condition):
    assert not holds({**condition.rule, "Next": "A"}, DATA, {})


def test_a_rule_about_a_missing_value_fails_the_execution():
    with pytest.raises(Failed) as failed:
        holds(choice.equals("$.missing", 1).rule, DATA, {})
    assert failed.value.error == "States.Runtime"


def test_an_operator_that_no_condition_renders_is_unsupported():
    with pytest.raises(Unsupported, match="StringLessThan"):
        holds({"Variable": "$.text", "StringLessThan": "x"}, DATA, {})
