from __future__ import annotations

import pytest

from tests.docs.practices.ledger import Figure, Practice, figures, practices
from tests.docs.systems.part import link_of_test


def test_every_practice_is_held_by_tests_that_exist():
    assert len(practices()) == 153
    assert all(link_of_test(node) for each in practices() for node in each.proved)


def test_every_figure_is_where_the_register_says_or_differs_for_a_reason():
    assert len(figures()) == 75
    assert {each.figure: each.lost for each in figures() if each.lost} == {}


def test_a_figure_that_has_changed_is_noticed():
    place = {"components/compute/presets.py": "Preset(memory=1770, timeout=30)"}
    assert Figure(figure="a preset", stated="1770 MB", found=place).lost == list(place)
    gone = {"components/compute/nothing.py": "1769"}
    assert Figure(figure="a preset", stated="1769 MB", found=gone).lost == list(gone)


def test_a_line_without_a_place_says_why():
    with pytest.raises(ValueError, match="b must be proved by a test"):
        Practice(document="a", practice="b", proved=())
    with pytest.raises(ValueError, match="a must be found, or differ for a reason"):
        Figure(figure="a", stated="1")
