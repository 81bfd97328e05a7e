"""Objects once: S3 may deliver an event twice; its action runs once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runtime.dynamodb.idempotency import run_once
from runtime.sqs.objects import StoredObject


def once_for(
    kind: str, stored: StoredObject, action: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Run ``action`` unless it ran before for this event: for this key, version and sequencer.

    An object that is written again under the same key is another event. Returns the action's
    result, which is stored; raises while another invocation is running it, as ``run_once`` does.
    """
    return run_once(kind, stored.event_id, action, stored.context)
