from __future__ import annotations

import re

from policies import RULES
from policies.engine import LISTING
from tests.docs.made import rules
from tests.docs.parts import text_of

PAGE = text_of("docs/policies.md")


def test_the_page_holds_the_table_of_all_rules_and_no_other():
    assert PAGE.count(rules()) == 1
    told = re.findall(r"^\| `(\w+)` \| (?:mandatory|advisory)", PAGE, re.MULTILINE)
    assert told == [rule.name for rule in RULES]


def test_each_rule_is_told_with_its_level_reason_and_remedy():
    rows = {row.split("`")[1]: row for row in rules().splitlines()[2:]}
    for rule in RULES:
        cells = rows[rule.name].replace("\\<", "<").strip("| ").split(" | ")
        assert cells[1] == rule.level.value
        assert cells[3:] == [rule.reason, rule.remedy]


def test_every_rule_that_the_text_names_exists():
    known = {rule.name for rule in RULES} | {LISTING}
    text = PAGE.replace(rules(), "")
    assert set(re.findall(r"\b[a-z]+(?:_[a-z]+){2,}\b", text)) - known == set()
