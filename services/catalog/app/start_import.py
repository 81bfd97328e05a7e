"""``POST /imports``: an agent hands in many items; a workflow writes them, again if asked again."""

from __future__ import annotations

import json
from http import HTTPStatus

from contracts.catalog import ImportItems
from contracts.codec import encode
from runtime.api.errors import BadRequest
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.observability import count
from services.catalog.app.domain import twice

IMPORT_WORKFLOW = environment("IMPORT_WORKFLOW")

# What Step Functions takes as the input of an execution.
LARGEST_INPUT_BYTES = 262_144


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="change the catalog")
    items = encode(request.body(ImportItems))["items"]
    if again := twice(items):
        raise BadRequest(f"an import may name an item once; twice named: {', '.join(again)}")
    work = json.dumps({"items": items}, separators=(",", ":"))
    if len(work) > LARGEST_INPUT_BYTES:
        raise BadRequest(f"an import may have {LARGEST_INPUT_BYTES} bytes, got {len(work)}")
    started = client("stepfunctions").start_execution(stateMachineArn=IMPORT_WORKFLOW, input=work)
    count("ImportsStarted")
    name = started["executionArn"].rpartition(":")[2]
    body = {"message": "the items are being written", "importId": name, "items": len(items)}
    return Response(status=HTTPStatus.ACCEPTED, body=body)
