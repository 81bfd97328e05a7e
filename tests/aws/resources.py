"""Resources against CloudFormation's registry schemas: cfn-lint's, with its rules of errors.

Its import takes a second, which only a process that judges should spend.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from tests.aws.cloudformation import resource_of
from tests.aws.cloudformation_names import OF_NO_TYPE
from tests.aws.oracle import Finding
from tests.aws.programs import Resource
from tests.cloud import REGION

if TYPE_CHECKING:
    from cfnlint.config import ConfigMixIn
    from cfnlint.rules import RulesCollection

# E3019: names are unique in a template. Here one template has resources of many programs.
OF_A_TEMPLATE = ("E3019",)

# CloudFormation allows 500 resources a template.
LOT = 400


@cache
def _rules() -> tuple[ConfigMixIn, RulesCollection]:
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    config = ConfigMixIn(
        regions=[REGION], include_checks=["E"], ignore_checks=["W", "I", *OF_A_TEMPLATE]
    )
    return config, Runner(config).rules


def of(resources: Iterable[Resource]) -> list[tuple[str, Resource]]:
    """What stands in a template, with one of the resources that are written so."""
    judged = [each for each in resources if each.type not in OF_NO_TYPE]
    return list({json.dumps(resource_of(each), sort_keys=True): each for each in judged}.items())


def findings(items: list[tuple[str, Resource]]) -> Iterator[Finding]:
    """What cfn-lint has against resources."""
    for start in range(0, len(items), LOT):
        yield from _of_a_template(items[start : start + LOT])


def _of_a_template(lot: list[tuple[str, Resource]]) -> Iterator[Finding]:
    from cfnlint.decode.mark import Mark
    from cfnlint.decode.utils import convert_dict
    from cfnlint.runner import run_template_by_data

    named = {f"R{at}": text for at, (text, _) in enumerate(lot)}
    template = convert_dict({"Resources": {}})
    for at, (name, text) in enumerate(named.items()):
        # Of findings in one place cfn-lint gives the first.
        template["Resources"][name] = convert_dict(json.loads(text), Mark(at, 0), Mark(at, 0))
    config, rules = _rules()
    for match in run_template_by_data(template, config, rules):
        place = list(match.path or [])
        at = int(place[1][1:]) if len(place) > 1 else 0
        inside = ".".join(map(str, place[3:]))
        yield Finding(lot[at][1].at, f"{inside}: {match.message} ({match.rule.id})")
