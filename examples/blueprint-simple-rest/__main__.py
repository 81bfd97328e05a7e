"""Notes: the simple REST blueprint, with users who each have notes of their own."""

import pulumi
from pulumi import ResourceOptions

from components.api.account_logs import account_logs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.patterns import SIMPLE_REST
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.identity.user_pool import UserPool

TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
NOTE = {"type": "object", "required": ["text"], "properties": {"text": TEXT}}

with Blueprint("app", BlueprintArgs(pattern=SIMPLE_REST)) as app:
    part = ResourceOptions(parent=app)
    users = UserPool("users", opts=part)
    notes = Table("notes", TableArgs(key="user", sort="id"), part)

    def function(name, grant):
        args = FunctionArgs(handler=f"notes.{name}", code="app", preset="api", uses=(grant,))
        return Function(f"{name}-notes", args, part)

    routes = (
        Route.post("/notes", function("create", notes.create("NOTES_TABLE")), body=NOTE),
        Route.get("/notes", function("list", notes.read("NOTES_TABLE"))),
    )
    args = RestApiArgs(routes=routes, user_pool=users, after=(account_logs("api-logs"),))
    api = RestApi("notes", args, part)

pulumi.export("url", api.url)
