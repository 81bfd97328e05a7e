"""The fields that the simulator supports, by type of state; others are an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.simulator.failures import Unsupported

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
        *("ItemReader", "ItemBatcher", "Label", "ToleratedFailurePercentage"),
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
    """Raise ``Unsupported`` for a field or a type of state, at any depth, not in ``FIELDS``."""
    _check_fields("the definition", definition, DEFINITION)
    mode = definition.get("ProcessorConfig", {"Mode": "INLINE"})["Mode"]
    if mode not in ("INLINE", "DISTRIBUTED"):
        raise Unsupported(f"the simulator runs maps in mode INLINE or DISTRIBUTED, got {mode}")
    for name, state in definition["States"].items():
        if state["Type"] not in FIELDS:
            raise Unsupported(f"{name}: the simulator does not support the type {state['Type']}")
        _check_fields(name, state, FIELDS[state["Type"]])
        for retrier in state.get("Retry", ()):
            _check_fields(f"a retry of {name}", retrier, RETRY)
        for catcher in state.get("Catch", ()):
            _check_fields(f"a catch of {name}", catcher, CATCH)
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else []
        for branch in (*inner, *state.get("Branches", ())):
            check(branch)


def _check_fields(what: str, given: Mapping[str, Any], fields: set[str]) -> None:
    if unsupported := sorted(given.keys() - fields):
        raise Unsupported(f"{what}: the simulator does not support {', '.join(unsupported)}")
