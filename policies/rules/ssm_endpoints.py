"""AWS Systems Manager, endpoints: the API of a service is found by a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import apigateway, apigatewayv2, ssm
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.framework.rule import rule

# The end of the type of a component that is a service, and of its parameter's name.
MICROSERVICE, ENDPOINT = ":Microservice", "/endpoint"


@rule(
    "ssm-parameter-endpoint",
    "The API of a service is found by a parameter",
    about=(apigateway.RestApi, apigatewayv2.Api),
    severity=Severity.MEDIUM,
    remedy="Register the API of the service in Parameter Store, as /<project>/<stage>/<service>"
    "/endpoint",
    documentation="https://docs.aws.amazon.com/systems-manager/latest/userguide/"
    "systems-manager-parameter-store.html",
)
def api_of_a_service_is_registered(api: Resource, graph: Graph) -> Iterator[str]:
    """Services are deployed apart, and find each other by parameters: an API without one is
    reached by an address that is written into another service."""
    services = set(_services(api, graph))
    if services and not any(
        str(each.properties.get("name")).endswith(ENDPOINT)
        for each in graph.all(ssm.Parameter)
        if not services.isdisjoint(_services(each, graph))
    ):
        yield "its service has no parameter with its endpoint"


def _services(resource: Resource, graph: Graph) -> Iterator[str]:
    """The services, by URN, in which a resource is."""
    for urn in graph.lineage(resource):
        if urn.rpartition("::")[0].rpartition("$")[2].endswith(MICROSERVICE):
            yield urn


RULES = (api_of_a_service_is_registered,)
