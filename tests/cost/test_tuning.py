"""Tuning: the best memory size of recorded measurements, the model of the local stage, the plot."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from cost.prices import load
from cost.tuning import STRATEGIES, Size, best, priced, report, scaled, text
from cost.tuning_plot import svg

PRICES = load("us-east-1")
# All primes up to a million, in ms: figures that AWS has shown, with 0.024628, 0.028035, 0.026830
# and 0.024638 US dollars for a thousand invocations. So 128 MB is the cheapest by a thousandth of
# a cent, and 1,024 MB takes ten seconds less.
PRIMES = {128: [11_722.965], 256: [6_678.945], 512: [3_194.954], 1024: [1_465.984]}
DOLLARS = {128: 24.628, 256: 28.035, 512: 26.830, 1024: 24.638}


def test_recorded_measurements_cost_what_was_published():
    found = {each.memory: each.dollars for each in priced(PRIMES, PRICES, "x86_64")}
    assert found == pytest.approx(DOLLARS, rel=0.001)


@pytest.mark.parametrize(
    ("strategy", "memory"), [("cost", 128), ("speed", 1024), ("balanced", 1024)]
)
def test_the_known_best_size_is_picked(strategy, memory):
    assert best(priced(PRIMES, PRICES, "x86_64"), strategy).memory == memory
    assert best(reversed(priced(PRIMES, PRICES, "x86_64")), strategy).memory == memory


def test_a_function_that_waits_is_best_small_by_every_strategy():
    sizes = priced({size: [200.0, 202.0] for size in (128, 512, 1024)}, PRICES)
    assert {best(sizes, each).memory for each in STRATEGIES} == {128}


def test_a_time_is_the_mean_of_all():
    [size] = priced({128: [100, 300]}, PRICES)
    assert size.milliseconds == 200
    with pytest.raises(ValueError, match="none for 128 MB"):
        priced({128: []}, PRICES)


@pytest.mark.parametrize(
    ("memory", "milliseconds"),
    [(1769, 100), (3008, 100), (884.5, 150), (128, 50 + 50 * 1769 / 128)],
)
def test_waiting_stays_as_it_is_and_computing_takes_longer_with_a_share_of_a_cpu(
    memory, milliseconds
):
    assert scaled(100, 50, memory) == pytest.approx(milliseconds)


def test_no_more_is_computed_than_there_was_time():
    assert scaled(100, 250, 1769) == 100


def test_the_report_names_the_pick_of_each_strategy():
    sizes = priced(PRIMES, PRICES, "x86_64")
    found = report(sizes, "cost", "recorded")
    assert (found["best"], found["bestBy"]["speed"]) == (128, 1024)
    shown = text(sizes, "balanced", "recorded")
    assert re.search(r"1024 MB +1,466\.0 ms +24\.6\d \$  speed, balanced", shown)
    assert shown.endswith("best for balanced: 1024 MB (recorded)")


def test_the_plot_has_both_lines_every_size_and_the_pick():
    picture = svg(priced(PRIMES, PRICES), "speed", "a <b> & c")
    root = ElementTree.fromstring(picture)
    kinds = [each.get("class") for each in root]
    assert (kinds.count("time"), kinds.count("cost"), kinds.count("best")) == (1, 1, 1)
    assert kinds.count("of-time") - 1 == len(PRIMES) + 5
    assert "a <b> & c: best for speed at 1024 MB" in {each.text for each in root}
    assert {"128", "256", "512", "1024"} <= {each.text for each in root}


def test_one_size_is_a_plot_too():
    assert svg([Size(memory=128, milliseconds=0.0, dollars=0.2)], "cost", "f").startswith("<svg")
