"""Greetings: an HTTP API with one public route."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults

defaults = Defaults(cors_origins=("https://example.com",), throttle_rate=10, throttle_burst=20)

greet = Function(
    "greet",
    FunctionArgs(handler="greet.handle", code="app", preset="api", defaults=defaults),
)
api = HttpApi(
    "greetings",
    HttpApiArgs(routes=(Route.get("/greetings/{name}", greet, public=True),), defaults=defaults),
)

pulumi.export("url", api.url)
