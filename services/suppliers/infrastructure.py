"""Suppliers: a PostgreSQL database in a network of its own, a cache if the stage wants one, and the
functions that use them.
"""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws

from components.access import Access
from components.api.route import Route
from components.compute.function import Function
from components.compute.wheels import wheel_layer
from components.network.network import Network, NetworkArgs
from components.network.placement import Placement
from components.stores.postgres import Postgres, PostgresArgs
from components.stores.redis import Redis, RedisArgs
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from settings import PROJECT, ROOT, SettingsError

# What ``runtime.redis`` counts for each answer that was made without the cache.
CACHE_UNAVAILABLE = "CacheUnavailable"


def define(service: Microservice) -> None:
    """Offers are found by item and by supplier, cheapest first: a join, hence no table."""
    chosen = service.settings.suppliers
    if chosen is None:
        raise SettingsError(f"{service.settings.stage} has no suppliers in its settings")
    layer, (clients, uses) = drivers(service), stores(service)

    def function(entry: str) -> Function:
        args = replace(
            service.functions.behind_api(entry, layer),
            network=clients,
            reserved_concurrency=chosen.concurrency,
        )
        return service.function(args, uses=uses)

    service.http_api(
        Route.post("/suppliers", function("create_supplier")),
        Route.put("/suppliers/{supplierId}/offers/{itemId}", function("put_offer")),
        Route.get("/offers/{itemId}", function("list_offers")),
    )


def stores(service: Microservice) -> tuple[Placement, list[Access]]:
    """The database and the cache: where functions reach them from, and what they may do.

    The network needs no way to the internet: a function signs its tokens itself, and calls nothing
    else.
    """
    chosen, stage = service.settings.suppliers, service.settings.stage
    assert chosen is not None
    network = Network(
        service.named("network"),
        NetworkArgs(zones=chosen.zones, cidr=chosen.cidr, defaults=service.defaults),
        opts=service.child,
    )
    args = PostgresArgs(
        network=network,
        database="suppliers",
        instance_class=chosen.instance_class,
        always_on="suppliers' offers are joined",
        defaults=service.defaults,
    )
    database = Postgres(service.named("database"), args, opts=service.child)
    clients, uses = database.clients, [database.connect("SUPPLIERS_DATABASE")]
    if chosen.cache:
        user = f"{PROJECT}-{stage}-suppliers"
        cached = RedisArgs(network=network, user=user, defaults=service.defaults)
        cache = Redis(service.named("cache"), cached, opts=service.child)
        clients, uses = clients + cache.clients, [*uses, cache.connect("OFFERS_CACHE")]
        service.alarm_on("cache-unavailable", CACHE_UNAVAILABLE)
    return clients, uses


def drivers(service: Microservice) -> ExtraLayer:
    """The layer with the clients of both stores, from the locked wheels for Lambda."""
    settings = service.settings
    made = aws.lambda_.LayerVersion(
        service.named("drivers"),
        layer_name=f"{PROJECT}-{settings.stage}-suppliers-drivers",
        code=wheel_layer(ROOT / "services/suppliers/stores.lock", settings.architecture),
        compatible_architectures=[settings.architecture],
        description="psycopg and redis-py, built for the architecture of the stage",
        opts=service.child,
    )
    return ExtraLayer(arn=made.arn, modules=("psycopg", "redis"))
