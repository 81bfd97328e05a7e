"""Partners: an HTTP API under a name of its own alone, for callers with a certificate."""

import pulumi

from components.api.api_domain import ApiDomain, ApiDomainArgs
from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs

config = pulumi.Config()
time = Function("time", FunctionArgs(handler="clock.show", code="app", preset="api"))
api = HttpApi(
    "partners",
    HttpApiArgs(routes=(Route.get("/time", time, public=True),), default_endpoint=False),
)
domain = ApiDomain(
    "partners",
    ApiDomainArgs(
        domain_name=config.get("name") or "api.example.com",
        certificate_arn=config.get("certificate")
        or "arn:aws:acm:eu-west-1:123456789012:certificate/example",
        apis={"v1": api},
        zone_id=config.get("zone"),
        truststore=config.get("truststore"),
    ),
)

pulumi.export("url", domain.urls["v1"])
pulumi.export("target", domain.target_domain_name)
