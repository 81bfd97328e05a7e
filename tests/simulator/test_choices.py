import pytest

from components.workflow import choice as say
from tests.simulator.choices import holds
from tests.simulator.failures import Failed, Unknown

DATA = {
    "text": "abc",
    "number": 2,
    "truth": True,
    "nothing": None,
    "early": "2026-11-21T12:00:00Z",
    "late": "2026-11-21T13:30:00+01:00",
}

HOLDS = [
    say.equals("$.text", "abc"),
    say.equals("$.number", 2),
    say.equals("$.truth", True),
    say.matches("$.text", "a*"),
    say.less_than("$.number", 3),
    say.at_most("$.number", 2),
    say.more_than("$.number", 1),
    say.at_least("$.number", 2),
    say.before("$.early", "$.late"),
    say.before("$.early", "2027-01-01T00:00:00Z"),
    say.is_present("$.nothing"),
    say.is_null("$.nothing"),
    say.all_of(say.is_present("$.text"), say.equals("$.number", 2)),
    say.any_of(say.equals("$.text", "x"), say.equals("$.number", 2)),
    say.negated(say.is_present("$.missing")),
]
DOES_NOT = [
    say.equals("$.text", "abcd"),
    say.equals("$.text", 2),
    say.equals("$.number", "2"),
    say.equals("$.number", True),
    say.equals("$.truth", False),
    say.matches("$.text", "b*"),
    say.less_than("$.number", 2),
    say.at_most("$.number", 1),
    say.more_than("$.number", 2),
    say.at_least("$.number", 3),
    say.more_than("$.truth", 0),
    say.before("$.late", "$.early"),
    say.before("$.text", "$.early"),
    say.is_present("$.missing"),
    say.is_null("$.text"),
    say.all_of(say.is_present("$.text"), say.equals("$.number", 3)),
    say.any_of(say.equals("$.text", "x"), say.equals("$.number", 3)),
    say.negated(say.is_present("$.text")),
]


@pytest.mark.parametrize("condition", HOLDS, ids=str)
def test_what_holds(condition):
    assert holds({**condition.rule, "Next": "A"}, DATA, {})


@pytest.mark.parametrize("condition", DOES_NOT, ids=str)
def test_what_does_not_hold(condition):
    assert not holds({**condition.rule, "Next": "A"}, DATA, {})


def test_a_rule_about_what_is_not_there_fails_the_run():
    with pytest.raises(Failed) as failed:
        holds(say.equals("$.missing", 1).rule, DATA, {})
    assert failed.value.error == "States.Runtime"


def test_every_operator_of_the_builder_is_known_and_no_other():
    with pytest.raises(Unknown, match="StringLessThan"):
        holds({"Variable": "$.text", "StringLessThan": "x"}, DATA, {})
