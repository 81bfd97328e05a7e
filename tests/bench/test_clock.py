import pytest

from bench.clock import CHILDREN, Comparison, Spread, compare, in_turn


@pytest.fixture(autouse=True)
def _no_garbage(monkeypatch):
    """What other tests left in memory takes a second to look through, and moves no hand."""
    monkeypatch.setattr("bench.clock.gc.collect", lambda: 0)


class Hand:
    """A clock that only work moves."""

    def __init__(self):
        self.now = 0.0
        self.order = []

    def __call__(self):
        return self.now

    def work(self, name, *seconds):
        left = list(seconds)

        def run():
            self.order.append(name)
            self.now += left.pop(0)

        return run


def test_two_ways_are_run_in_turn_and_compared_pair_by_pair():
    hand = Hand()
    ours, other = hand.work("A", 9, 2, 4, 9), hand.work("B", 9, 1, 1, 3)
    compared = compare(ours, other, runs=3, clock=hand)
    assert hand.order == ["A", "B"] * 4
    assert compared.pairs == ((2, 1), (4, 1), (9, 3))
    assert compared.ratio == Spread(median=3, least=2, most=4)
    assert compared.difference == Spread(median=3, least=1, most=6)
    assert (compared.ours.median, compared.other.median) == (4, 1)


def test_the_warm_up_does_not_count():
    hand = Hand()
    assert in_turn(hand.work("A", 8, 9, 1, 2), runs=2, warm_up=2, clock=hand) == [[1, 2]]


def test_nothing_is_measured_in_no_run():
    with pytest.raises(ValueError, match=r"^runs must be at least 1, got 0$"):
        in_turn(lambda: None, runs=0)


def test_a_part_has_its_share_of_the_median_and_of_the_extremes():
    assert Spread.of([8, 2, 4]).per(2) == Spread(median=2, least=1, most=4)


def test_what_is_compared_later_must_have_been_measured_in_pairs():
    with pytest.raises(ValueError):
        Comparison.of([1, 2], [1])


def test_the_time_of_ended_processes_only_grows():
    before = CHILDREN()
    assert CHILDREN() >= before >= 0
