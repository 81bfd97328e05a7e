"""Mutations of the prod program, all in one exported state, judged by the real engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from local.toolchain.setup import set_up
from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from settings import ROOT
from tests.engine.findings import findings
from tests.engine.small_program import SmallProgram
from tests.policies.mutations.state import exported, together
from tests.policies.mutations.table import MUTATIONS, prod

# So many rules, at least, refuse the mutation that is meant for each, in one run of the engine.
REFUSED = 45


def test_the_engine_refuses_each_mutation_by_the_rule_that_is_meant_for_it(
    tmp_path: Path, note: Callable[[str], None]
) -> None:
    set_up(os.environ)
    stack, mutations = together(list(prod()), MUTATIONS)
    project = {"Pulumi.yaml": "name: platform\nruntime: python\n"}
    program = SmallProgram(tmp_path, {**project, "state.json": exported(stack)}, "prod")
    pack = str(ROOT / "policies")
    done = program.pulumi("policy", "analyze", "--file", "state.json", "--policy-pack", pack)
    assert done.returncode != 0
    printed = {rule for (rule, _), level in findings(done.stdout).items() if level == "mandatory"}
    in_memory = {each.rule.id for each in judge(RULES, Graph(stack)) if each.binding}
    assert printed == in_memory
    # Two mutations take away what another needs to be one.
    refused = printed & {each.rule for each in mutations}
    assert len(refused) >= REFUSED, sorted({each.rule for each in mutations} - refused)
    note(f"mutations: {len(refused)} of {len(mutations)} rules refuse theirs in the engine")
