"""Suppliers: a PostgreSQL database in a network of its own, the functions that use it, and if the
stage's file has them a cache, and a container that follows a price feed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pulumi_aws as aws

from components.access import Access
from components.api.route import Route
from components.compute.function import Function
from components.compute.wheels import wheel_layer
from components.containers.fargate_service import FargateService, FargateServiceArgs
from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from components.containers.task import ContainerTask
from components.network.network import Network, NetworkArgs
from components.network.placement import Placement
from components.stores.postgres import Postgres, PostgresArgs
from components.stores.redis import Redis, RedisArgs
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from settings import PROJECT, ROOT, SettingsError

# What ``runtime.redis`` counts for each answer that was made without the cache.
CACHE_UNAVAILABLE = "CacheUnavailable"
# What ``app.follow_prices`` counts for each line of the feed that it does not store.
OFFERS_REJECTED = "OffersRejected"


def define(service: Microservice) -> None:
    """Offers are found by item and by supplier, cheapest first: a join, hence no table."""
    chosen = service.settings.suppliers
    if chosen is None:
        raise SettingsError(f"{service.settings.stage} has no suppliers in its settings")
    layer, found = drivers(service), stores(service)

    def function(entry: str) -> Function:
        args = replace(
            service.functions.behind_api(entry, layer),
            network=found.clients,
            reserved_concurrency=chosen.concurrency,
        )
        return service.function(args, uses=found.uses)

    service.http_api(
        Route.post("/suppliers", function("create_supplier")),
        Route.put("/suppliers/{supplierId}/offers/{itemId}", function("put_offer")),
        Route.get("/offers/{itemId}", function("list_offers")),
    )
    if chosen.feed is not None:
        follow_prices(service, chosen.feed, found)


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The database and the cache: where they are reached from, and what clients may do."""

    network: Network
    clients: Placement
    uses: list[Access]


def stores(service: Microservice) -> Stores:
    """The network and the stores in it.

    Functions need no way to the internet: they sign their tokens themselves, and call nothing else.
    The container does: to its image, its log and the feed.
    """
    chosen, stage = service.settings.suppliers, service.settings.stage
    assert chosen is not None
    network = Network(
        service.named("network"),
        NetworkArgs(
            zones=chosen.zones,
            cidr=chosen.cidr,
            nat="none" if chosen.feed is None else "single",
            defaults=service.defaults,
        ),
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
    return Stores(network=network, clients=clients, uses=uses)


def follow_prices(service: Microservice, feed: str, found: Stores) -> None:
    """A container that keeps the connection to the price feed: no function may run for so long."""
    images = ImageRepository(
        service.named("images"),
        ImageRepositoryArgs(
            context=".",
            dockerfile="services/suppliers/Dockerfile",
            architecture=service.settings.architecture,
            defaults=service.defaults,
        ),
        opts=service.child,
    )
    variables = {
        "PRICE_FEED": feed,
        "POWERTOOLS_SERVICE_NAME": "suppliers",
        "POWERTOOLS_METRICS_NAMESPACE": service.functions.metrics,
    }
    task = ContainerTask(
        image=images.image(),
        uses=tuple(found.uses),
        variables=variables,
        architecture=service.settings.architecture,
        stop_seconds=60,
    )
    args = FargateServiceArgs(
        workload="continuous",
        task=task,
        network=found.network,
        reaches=(found.clients,),
        defaults=service.defaults,
    )
    FargateService(service.named("follow-prices"), args, opts=service.child)
    service.alarm_on("offers-rejected", OFFERS_REJECTED)


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
