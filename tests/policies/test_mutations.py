"""Mutations of the prod program: the rule that is meant for each refuses it."""

from __future__ import annotations

import pytest

from tests.policies.mutations.table import MUTATIONS, REASONS, meant, prod

REFUSABLE = [each for each in MUTATIONS if each.rule]


@pytest.mark.parametrize("mutation", REFUSABLE, ids=[each.what for each in REFUSABLE])
def test_the_rule_that_is_meant_for_a_mutation_refuses_it(mutation):
    assert meant(mutation) != []


def test_every_mutation_changes_the_program():
    for mutation in MUTATIONS:
        assert set(map(id, mutation.change(list(prod())))) != set(map(id, prod())), mutation.what


def test_there_are_a_hundred_and_a_few_of_low_harm_have_a_reason_in_place_of_a_rule():
    assert len({each.what for each in MUTATIONS}) == 100
    reasons = [each for each in MUTATIONS if each.why_not]
    assert len(reasons) <= REASONS
    assert {each.harm for each in reasons} == {"L"}
    assert all(bool(each.rule) is not bool(each.why_not) for each in MUTATIONS)
