"""Suppliers: a PostgreSQL database in a network of its own, and the functions that use it."""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws

from components.api.route import Route
from components.compute.function import Function
from components.compute.wheels import wheel_layer
from components.network.network import Network, NetworkArgs
from components.stores.postgres import Postgres, PostgresArgs
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from settings import PROJECT, ROOT, SettingsError
from settings.services.suppliers import Suppliers


def define(service: Microservice) -> None:
    """Offers are found by item and by supplier, cheapest first: a join, hence no table."""
    chosen = service.settings.suppliers
    if chosen is None:
        raise SettingsError(f"{service.settings.stage} has no suppliers in its settings")
    database, layer = database_of(service, chosen), psycopg(service)

    def function(entry: str) -> Function:
        args = replace(
            service.functions.behind_api(entry, layer),
            network=database.clients,
            reserved_concurrency=chosen.concurrency,
        )
        return service.function(args, uses=[database.connect("SUPPLIERS_DATABASE")])

    service.http_api(
        Route.post("/suppliers", function("create_supplier")),
        Route.put("/suppliers/{supplierId}/offers/{itemId}", function("put_offer")),
        Route.get("/offers/{itemId}", function("list_offers")),
    )


def database_of(service: Microservice, chosen: Suppliers) -> Postgres:
    """The database, and its network, which needs no way to the internet: a function signs its token
    itself, and calls nothing else.
    """
    network = NetworkArgs(zones=chosen.zones, cidr=chosen.cidr, defaults=service.defaults)
    made = Network(service.named("network"), network, opts=service.child)
    database = PostgresArgs(
        network=made,
        database="suppliers",
        instance_class=chosen.instance_class,
        always_on="suppliers' offers are joined",
        defaults=service.defaults,
    )
    return Postgres(service.named("database"), database, opts=service.child)


def psycopg(service: Microservice) -> ExtraLayer:
    """The layer with the driver, from the locked wheels for Lambda."""
    settings = service.settings
    made = aws.lambda_.LayerVersion(
        service.named("psycopg"),
        layer_name=f"{PROJECT}-{settings.stage}-psycopg",
        code=wheel_layer(ROOT / "services/suppliers/psycopg.lock", settings.architecture),
        compatible_architectures=[settings.architecture],
        description="psycopg, built for the architecture of the stage",
        opts=service.child,
    )
    return ExtraLayer(arn=made.arn, modules=("psycopg",))
