"""Amazon API Gateway, CORS: which sites' scripts may read what an API answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2
from policies.framework.level import Level
from policies.framework.resource import UNKNOWN, Resource, Undecided
from policies.framework.rule import rule
from policies.relations.cors import ANY, FAULT

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
HEADER = ".header.access-control-allow-origin"


@rule(
    "apigateway-cors-origins-listed",
    "Browsers may call an API from the sites that are listed",
    about=(apigatewayv2.Api, apigateway.Response, apigateway.IntegrationResponse),
    severity=Severity.MEDIUM,
    level=Level.MANDATORY_IN_PROD,
    once_per_stack=True,
    remedy="List the origins of your sites in place of *",
    documentation=f"{GUIDE}/how-to-cors.html",
)
def origins_are_listed(answers: Resource) -> Iterator[str]:
    """With * a script of any site reads what the API answers to its visitor."""
    if any(origin in ANY for origin in _origins(answers)):
        yield FAULT


def _origins(answers: Resource) -> Iterator[Any]:
    yield from answers.get("corsConfiguration.allowOrigins", [])
    for name, value in answers.get("responseParameters", {}).items():
        if name.lower().endswith(HEADER):
            if value is UNKNOWN:
                raise Undecided(f"{name} is not known yet")
            yield value


RULES = (origins_are_listed,)
