"""Step Functions definitions against the Amazon States Language, with asl-validator.

cfn-lint reads them too, against a schema of its own, among the resources.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tests.aws.node_packages import run
from tests.aws.oracle import Finding
from tests.aws.programs import Resource


def of(resources: Iterable[Resource]) -> list[Resource]:
    """The state machines that differ in their definitions."""
    machines = [each for each in resources if each.type == "aws:sfn/stateMachine:StateMachine"]
    return list({str(each.inputs["definition"]): each for each in machines}.values())


def findings(machines: Iterable[Resource]) -> Iterator[Finding]:
    """What the validator has against each definition."""
    machines = list(machines)
    answers = run("definitions.js", [json.loads(each.inputs["definition"]) for each in machines])
    for machine, wrong in zip(machines, answers, strict=True):
        yield from (Finding(machine.at, what) for what in wrong)
