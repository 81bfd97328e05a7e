import pytest

from bench.clock import Comparison, Spread
from bench.report import HEADINGS, difference, each, ratio, seconds

COMPARED = Comparison(((2.2, 2.0), (2.4, 2.0), (2.0, 2.0)))


def test_a_ratio_stands_beside_its_goal_and_both_times():
    result = ratio("ours / plain", COMPARED, goal=1.2)
    assert dict(zip(HEADINGS, result.cells(), strict=True)) == {
        "what": "ours / plain",
        "found": "1.10 x",
        "least to most": "1.00 x to 1.20 x",
        "goal": "<= 1.20 x",
        "ours": "2.20 s",
        "other": "2.00 s",
    }
    assert result.line() == "ours / plain: 1.10 x, goal 1.20 x"
    assert not result.missed


def test_a_difference_is_given_in_time():
    result = difference("cold start", COMPARED, goal=0.1)
    assert result.cells()[1:4] == ("200 ms", "0 us to 400 ms", "<= 100 ms")
    assert result.line() == "cold start: 200 ms, goal 100 ms missed"
    assert result.missed


def test_where_nothing_is_compared_and_nothing_promised_the_cells_are_empty():
    result = each("preview", Spread(3, 2, 4))
    assert result.cells() == ("preview", "3.00 s", "2.00 s to 4.00 s", "", "", "")
    assert result.line() == "preview: 3.00 s"
    assert not result.missed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.345, "12.35 s"),
        (0.5, "500 ms"),
        (0.0042, "4.20 ms"),
        (0.00007, "70 us"),
        (-0.25, "-250 ms"),
    ],
)
def test_seconds_are_given_in_the_unit_that_suits(value, text):
    assert seconds(value) == text
