from __future__ import annotations

import re

from policies import RULES
from policies.framework.engine_policies import LISTING
from settings import ROOT
from tests.docs.pages import anchors
from tests.docs.parts import text_of
from tests.docs.policy_rules import each_rule, limits, requirements, rules

PAGE = text_of("docs/policies.md")
IDS = [rule.id for rule in RULES]


def test_the_page_holds_the_table_of_all_rules_and_no_other():
    assert PAGE.count(rules()) == 1
    row = r"^\| \[`([\w-]+)`\]\(#\1\) \| (?:low|medium|high|critical)"
    assert re.findall(row, PAGE, re.MULTILINE) == IDS


def test_a_message_of_the_pack_links_to_a_heading_of_the_page():
    assert set(IDS) - anchors(ROOT / "docs/policies.md") == set()


def test_each_rule_is_given_with_all_that_it_says():
    section = re.compile(r"^#### (\S+)\n(.*?)(?=^###|\Z)", re.MULTILINE | re.DOTALL)
    sections = dict(section.findall(each_rule()))
    assert list(sections) == IDS
    for rule in RULES:
        text = " ".join(sections[rule.id].replace("\\<", "<").split())
        for part in (rule.title, rule.reason, f"Remedy: {rule.remedy}.", rule.documentation):
            assert part in text
        assert f"Severity {rule.severity.value}, {rule.level.value}, about" in text


def test_every_rule_that_the_text_names_exists():
    text = PAGE.replace(rules(), "").replace(limits(), "").replace(each_rule(), "")
    text = text.replace(requirements(), "")
    services = "|".join({rule.id.partition("-")[0] for rule in RULES})
    named = set(re.findall(rf"(?<![\w-])((?:{services})(?:-[a-z]+)+)", text))
    assert named
    assert (
        named
        - set(IDS)
        - {LISTING}
        - {"policy-exempt", "policy-pack", "policy-pack-config", "policy-pack-settings"}
        == set()
    )
