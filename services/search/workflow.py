"""The rebuild: a state machine that has the index written until all of it is."""

from __future__ import annotations

from components.compute.function import Function
from components.workflow.choice import Choice, When, equals
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Retry
from components.workflow.integrations import START_SECONDS, invoke
from components.workflow.states import Succeed, Task


def rebuild(step: Function) -> Definition:
    """Its input is ``{"progress": {"does": "write"}}``; its output says how many items there are.

    A step works for half a minute. The history of an execution takes 3,500 of them.
    """
    given = {"progress.$": "$.progress", "correlationId.$": "$$.Execution.Name"}
    return Definition(
        (
            Task(
                "Rebuild",
                does=invoke(step, given),
                timeout=step.timeout + START_SECONDS,
                retry=(Retry(errors=(ALL,)),),
                result_path="$.progress",
                next="IsDone",
            ),
            Choice(
                "IsDone",
                rules=(When(equals("$.progress.does", "end"), next="Rebuilt"),),
                otherwise="Rebuild",
            ),
            Succeed("Rebuilt"),
        ),
        comment="Writes the index of the search again, from the catalog",
    )
