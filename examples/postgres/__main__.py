"""Notes in a PostgreSQL database, behind a proxy that functions connect to without a password."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.compute.wheels import wheel_layer
from components.network.network import Network, NetworkArgs
from components.stores.postgres import Postgres, PostgresArgs

network = Network("shop", NetworkArgs(zones=("eu-west-1a", "eu-west-1b")))
notes = Postgres("notes", PostgresArgs(network=network, database="notes"))
driver = aws.lambda_.LayerVersion(
    "psycopg", layer_name="psycopg", code=wheel_layer(Path("psycopg.lock"), "arm64")
)
add = Function(
    "add",
    FunctionArgs(
        handler="notes.handle",
        code="app",
        preset="api",
        layers=(driver,),
        network=notes.clients,
        uses=(notes.connect("NOTES_DATABASE"),),
        reserved_concurrency=20,
    ),
)
api = HttpApi("notes", HttpApiArgs(routes=(Route.post("/notes", add, public=True),)))

pulumi.export("url", api.url)
pulumi.export("endpoint", notes.endpoint)
