"""Tests of the simulated evaluation, by the tables of AWS's documentation."""

import pytest

from tests.alarms.evaluation import Condition, evaluate

TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
RETAINED = "retained"

# Data points (0 within the threshold, X breaching, - missing), and the state by treatment.
THREE_OF_THREE = {
    "0 - X - X": ("OK", "OK", "OK", "OK"),
    "0 - - - -": ("OK", "OK", "OK", "OK"),
    "- - - - -": ("INSUFFICIENT_DATA", RETAINED, "ALARM", "OK"),
    "0 X X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "- - X - -": ("ALARM", RETAINED, "ALARM", "OK"),
}
TWO_OF_THREE = {
    "0 - X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 0 X 0 X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 - X - -": ("OK", "OK", "ALARM", "OK"),
    "- - - - 0": ("OK", "OK", "ALARM", "OK"),
    "- - - X -": ("ALARM", RETAINED, "ALARM", "OK"),
}
DOCUMENTED = [
    (needed, points, treatment, state)
    for needed, table in ((3, THREE_OF_THREE), (2, TWO_OF_THREE))
    for points, states in table.items()
    for treatment, state in zip(TREATMENTS, states, strict=True)
]


def state(points, needed, missing, current="OK", operator="GreaterThanThreshold"):
    condition = Condition(
        periods=3, needed=needed, operator=operator, threshold=10, missing=missing
    )
    values = {"0": 10.0, "X": 11.0, "-": None}
    return evaluate(condition, [values[point] for point in points.split()], current)


@pytest.mark.parametrize("current", ["OK", "ALARM", "INSUFFICIENT_DATA"])
@pytest.mark.parametrize(("needed", "points", "treatment", "expected"), DOCUMENTED)
def test_missing_data_is_treated_as_documented(needed, points, treatment, expected, current):
    found = state(points, needed, treatment, current)
    assert found == (current if expected == RETAINED else expected)


@pytest.mark.parametrize("points", ["- - - - X", "- - - X -"])
@pytest.mark.parametrize("missing", ["missing", "ignore"])
def test_a_first_breaching_point_is_no_premature_alarm(points, missing):
    assert state(points, 3, missing) == "OK"


@pytest.mark.parametrize("points", ["- - - X 0", "- - X - 0"])
def test_it_is_none_when_the_next_point_does_not_breach(points):
    assert state(points, 3, "missing", "ALARM") == "OK"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("GreaterThanThreshold", "OK"),
        ("GreaterThanOrEqualToThreshold", "ALARM"),
        ("LessThanOrEqualToThreshold", "ALARM"),
        ("LessThanThreshold", "OK"),
    ],
)
def test_the_operator_compares_with_the_threshold(operator, expected):
    assert state("0 0 0", 3, "missing", operator=operator) == expected
