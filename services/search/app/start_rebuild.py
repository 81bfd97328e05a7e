"""``POST /rebuilds``: an agent starts a workflow that writes the index again, from the catalog."""

from __future__ import annotations

import json
from http import HTTPStatus

from runtime.api.handler import api_handler
from runtime.api.middleware import Response
from runtime.api.request import Request
from runtime.clients.aws import client
from runtime.environment import environment

REBUILD_WORKFLOW = environment("REBUILD_WORKFLOW")


@api_handler
def handle(request: Request) -> Response:
    request.require_agent(to="rebuild the index")
    work = json.dumps({"progress": {"does": "write"}})
    started = client("stepfunctions").start_execution(stateMachineArn=REBUILD_WORKFLOW, input=work)
    name = started["executionArn"].rpartition(":")[2]
    body = {"message": "the index is being written again", "rebuildId": name}
    return Response(status=HTTPStatus.ACCEPTED, body=body)
