"""``POST /imports``: an agent starts a workflow that writes many items."""

from __future__ import annotations

import json
from http import HTTPStatus

from contracts.catalog import ImportItems
from contracts.codec import encode
from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.aws import client
from runtime.environment import environment
from runtime.http_errors import BadRequest
from runtime.observability import count
from services.catalog.app.domain import duplicates

IMPORT_WORKFLOW = environment("IMPORT_WORKFLOW")

# The quota of Step Functions for the input of an execution.
LARGEST_INPUT_BYTES = 262_144


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="change the catalog")
    wanted = request.body(ImportItems)
    if named := duplicates(wanted.items):
        raise BadRequest(f"an import may name an item once; twice named: {', '.join(named)}")
    work = json.dumps(encode(wanted), separators=(",", ":"))
    if len(work) > LARGEST_INPUT_BYTES:
        raise BadRequest(f"an import may have {LARGEST_INPUT_BYTES} bytes, got {len(work)}")
    started = client("stepfunctions").start_execution(stateMachineArn=IMPORT_WORKFLOW, input=work)
    count("ImportsStarted")
    name = started["executionArn"].rpartition(":")[2]
    body = {"message": "the items are being written", "importId": name, "items": len(wanted.items)}
    return Response(status=HTTPStatus.ACCEPTED, body=body)
