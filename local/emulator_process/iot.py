"""Emulator IoT: rules of IoT Core that put records into a Kinesis stream, which the emulator skips.

The partition key of AWS may be an expression over the message; here it is the client that the rule
names (``clientId``), or one of its own for each record.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from typing import Any

FAILED = 400


def correct(iot: Any, kinesis: Any) -> None:
    """Change the emulator's IoT Core, a module; ``kinesis`` is that of its streams."""
    dispatch = iot._dispatch_rule_action

    async def dispatched(
        account: str, region: str, rule: str, action: Mapping[str, Any], event: Any
    ) -> None:
        if "kinesis" not in action:
            await dispatch(account, region, rule, action, event)
            return
        with iot.request_scope(account, region):
            status, _, body = kinesis._put_record(record(action["kinesis"], event))
        if status >= FAILED:
            raise RuntimeError(f"PutRecord failed: {body!r}")

    iot._dispatch_rule_action = dispatched


def record(action: Mapping[str, Any], event: Any) -> dict[str, str]:
    """The request that puts an event of a rule into the stream of its action."""
    client = event.get("clientId") if isinstance(event, Mapping) else None
    text = event if isinstance(event, str) else json.dumps(event)
    return {
        "StreamName": action["streamName"],
        "Data": base64.b64encode(text.encode()).decode(),
        "PartitionKey": str(client or uuid.uuid4()),
    }
