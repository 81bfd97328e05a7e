"""Grants between services: to publish on the bus, and to find and call another service."""

from __future__ import annotations

import pulumi

from components.access import Access
from components.references import BusRef
from microservice.card import Card
from microservice.parameters import path_of
from microservice.shared_resources import SharedResources
from settings import Settings


def to_publish(card: Card, shared: SharedResources) -> Access:
    """Let a function publish events of this service, as their only source."""
    if not card.publishes:
        raise ValueError(f"{card.name} publishes, but its card lists no event under publishes")
    bus = BusRef(name=shared.bus_name, arn=shared.bus_arn)
    return bus.publish("EVENT_BUS", sources=(card.name,))


def to_call(service: str, card: Card, shared: SharedResources, settings: Settings) -> Access:
    """Let a function look up the endpoint of a service that the card lists under calls."""
    if service not in card.calls:
        raise ValueError(f"{card.name} calls {service}, which its card does not list under calls")
    parameter = pulumi.Output.format(
        "arn:{0}:ssm:{1}:{2}:parameter{3}",
        settings.partition,
        settings.region,
        shared.bus_arn.apply(account_of),
        path_of(settings.stage, service, "endpoint"),
    )
    return Access(
        actions=("ssm:GetParameter",),
        resources=(parameter,),
        environment={
            "DISCOVERY_ROOT": path_of(settings.stage, ""),
            "DISCOVERY_CACHE_SECONDS": str(settings.discovery_cache_seconds),
        },
    )


def account_of(arn: str) -> str:
    """The account number in an ARN."""
    return arn.split(":")[4]
