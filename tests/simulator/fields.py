"""The fields of each kind of state that the simulator knows; it refuses to run past others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.simulator.failures import Unknown

DATA = {"Type", "InputPath", "OutputPath", "Comment"}
FLOW = {"Next", "End"}
RESULT = {"ResultPath", "ResultSelector"}
HANDLED = {"Retry", "Catch"}

FIELDS = {
    "Task": {
        *DATA,
        *FLOW,
        *RESULT,
        *HANDLED,
        *("Resource", "Parameters", "TimeoutSeconds", "HeartbeatSeconds"),
    },
    "Pass": {*DATA, *FLOW, "Parameters", "Result", "ResultPath"},
    "Wait": {*DATA, *FLOW, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"},
    "Choice": {*DATA, "Choices", "Default"},
    "Parallel": {*DATA, *FLOW, *RESULT, *HANDLED, "Branches", "Parameters"},
    "Map": {
        *DATA,
        *FLOW,
        *RESULT,
        *HANDLED,
        *("ItemsPath", "ItemSelector", "ItemProcessor", "MaxConcurrency"),
    },
    "Succeed": DATA,
    "Fail": {"Type", "Error", "Cause", "Comment"},
}
DEFINITION = {"Comment", "StartAt", "States", "ProcessorConfig"}
RETRY = {
    *("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"),
    *("MaxDelaySeconds", "JitterStrategy"),
}
CATCH = {"ErrorEquals", "ResultPath", "Next"}


def check(definition: Mapping[str, Any]) -> None:
    """Raises ``Unknown`` for anything in a definition, or inside its states, that is not known."""
    _known("the definition", definition, DEFINITION)
    mode = definition.get("ProcessorConfig", {"Mode": "INLINE"})
    if mode != {"Mode": "INLINE"}:
        raise Unknown(f"the simulator runs maps inline only, got {mode}")
    for name, state in definition["States"].items():
        if state["Type"] not in FIELDS:
            raise Unknown(f"{name}: the simulator does not know the type {state['Type']}")
        _known(name, state, FIELDS[state["Type"]])
        for retrier in state.get("Retry", ()):
            _known(f"a retry of {name}", retrier, RETRY)
        for catcher in state.get("Catch", ()):
            _known(f"a catch of {name}", catcher, CATCH)
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else []
        for branch in (*inner, *state.get("Branches", ())):
            check(branch)


def _known(what: str, given: Mapping[str, Any], fields: set[str]) -> None:
    if strange := sorted(given.keys() - fields):
        raise Unknown(f"{what}: the simulator does not know {', '.join(strange)}")
