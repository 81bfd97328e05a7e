"""Every rule is shown allowed, refused, with all unknown as at preview, and in two spellings."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import UNKNOWN
from tests.policies.fixtures import cases

ALLOWED, REFUSED = cases("ALLOWED"), cases("REFUSED")

# So many rules refuse one value of one property, which is written in one way.
ONE_WAY_PERCENT = 12


def test_a_rule_is_shown_allowed_and_refused_and_most_in_another_spelling_too():
    assert [rule.id for rule in RULES if not ALLOWED[rule.id] or not REFUSED[rule.id]] == []
    one_way = [rule.id for rule in RULES if len(REFUSED[rule.id]) == 1]
    assert len(one_way) <= len(RULES) * ONE_WAY_PERCENT / 100, one_way


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_decides_or_says_what_is_missing_when_nothing_is_known(rule):
    for stack in [*ALLOWED[rule.id].values(), *REFUSED[rule.id].values()]:
        for found in judge([rule], Graph([unknown(each, rule) for each in stack])):
            assert "the rule failed with" not in found.wrong
            said = re.search("not known yet|cannot evaluate", found.wrong)
            assert said or not found.undecided


def unknown(resource, rule):
    """A resource that a rule judges, each of whose properties is not known yet."""
    if rule.types and resource.type not in rule.types:
        return resource
    return replace(resource, properties=dict.fromkeys(resource.properties, UNKNOWN))
