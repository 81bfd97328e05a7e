"""``GET /imports/{importId}``: the status of an import, for agents."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from contracts.field_types import PathId
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.aws import client, error_code
from runtime.environment import environment
from runtime.http_errors import NotFound

IMPORT_WORKFLOW = environment("IMPORT_WORKFLOW")


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="follow imports")
    import_id: str = request.path_parameter(PathId, "importId")
    run = _described(import_id)
    if run is None:
        raise NotFound(f"there is no import {import_id}")
    view = {
        "importId": import_id,
        "status": run["status"],
        "startedAt": _text(run.get("startDate")),
        "endedAt": _text(run.get("stopDate")),
        "cause": run.get("cause"),
    }
    return Response(body={name: value for name, value in view.items() if value is not None})


def _described(import_id: str) -> dict[str, Any] | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", import_id):
        return None
    execution = IMPORT_WORKFLOW.replace(":stateMachine:", ":execution:") + f":{import_id}"
    try:
        found: dict[str, Any] = client("stepfunctions").describe_execution(executionArn=execution)
    except Exception as error:
        if error_code(error) != "ExecutionDoesNotExist":
            raise
        return None
    return found


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")
