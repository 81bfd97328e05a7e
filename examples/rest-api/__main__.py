"""Notes: a REST API that creates and reads the items of a table."""

import pulumi

from components.api.account_logs import account_logs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs

NOTE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "maxLength": 200}},
}

notes = Table("notes", TableArgs(key="id"))
create = FunctionArgs(
    handler="notes.create", code="app", preset="api", uses=(notes.create("NOTES_TABLE"),)
)
read = FunctionArgs(
    handler="notes.read", code="app", preset="api", uses=(notes.read("NOTES_TABLE"),)
)
api = RestApi(
    "notes",
    RestApiArgs(
        routes=(
            Route.post("/notes", Function("create-note", create), body=NOTE, public=True),
            Route.get("/notes/{id}", Function("read-note", read), public=True),
        ),
        after=(account_logs("api-logs"),),
    ),
)

pulumi.export("url", api.url)
