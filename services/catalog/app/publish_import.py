"""Publishes ``ItemsImported`` for an import that has ended, by the state machine that did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from contracts.catalog import ItemsImported
from runtime.clients.event_bus import OutgoingEvent, publish_all
from runtime.observability import current_correlation_id
from runtime.stepfunctions.tasks import Task, task_handler


@task_handler
def handle(task: Task) -> Mapping[str, Any]:
    ended = ItemsImported(
        import_id=task.input["importId"],
        loaded=task.input["loaded"],
        rejected=task.input["rejected"],
    )
    # A step that is tried again publishes the same event.
    event_id = str(uuid5(NAMESPACE_OID, ended.import_id))
    publish_all([OutgoingEvent(ended, current_correlation_id(), event_id)])
    return {"eventId": event_id}
