"""Emulator events: rules with a Kinesis stream as their target, which the emulator skips."""

from __future__ import annotations

import json
from typing import Any

KINESIS = ":kinesis:"
# The path of the partition key where a target names none.
EVENT_ID = "$.id"


def correct(rules: Any, streams: Any) -> None:
    """Change the emulator's EventBridge, a module, to deliver to its Kinesis, another one."""
    deliver = rules._invoke_target

    def invoke_target(target: Any, event: Any, rule: Any, view: Any = None) -> None:
        if KINESIS not in target.get("Arn", ""):
            deliver(target, event, rule, view)
            return
        seen = view or rules._pattern_event_view(event)
        whole = seen.event_with_detail()
        content = json.dumps(whole)
        if target.get("InputTransformer"):
            content = rules._apply_input_transformer(target["InputTransformer"], rule, seen)
        path = (target.get("KinesisParameters") or {}).get("PartitionKeyPath", EVENT_ID)
        streams.put_record_internal(target["Arn"], str(value_at(path, whole)), content.encode())

    rules._invoke_target = invoke_target


def value_at(path: str, event: Any) -> Any:
    """The value at a path as ``$.detail.orderId``; empty where there is none."""
    for key in path.removeprefix("$.").split("."):
        event = event.get(key, "") if isinstance(event, dict) else ""
    return event
