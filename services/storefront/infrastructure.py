"""Storefront: a GraphQL API whose fields are answered by the APIs of other services."""

from __future__ import annotations

from components.graphql import sources
from components.graphql.graphql_api import GraphqlApiArgs
from components.graphql.resolver import Resolver
from microservice.functions import changed
from microservice.microservice import Microservice
from settings import ROOT

FOLDER = ROOT / "services" / "storefront"

# Which function answers each field.
FIELDS = {
    "Query.products": "catalog",
    "Query.product": "catalog",
    "OrderLine.product": "catalog",
    "Query.myOrders": "orders",
    "Query.customerOrders": "orders",
    "Query.order": "orders",
    "Mutation.placeOrder": "orders",
}


def define(service: Microservice) -> None:
    """A function for each service that is asked, with the caller's own token: the storefront has no
    data, and no permission beyond finding their addresses.
    """
    asked = {
        name: service.function(
            changed(service.functions.resolver(f"ask_{name}"), [service.call(name)])
        )
        for name in ("catalog", "orders")
    }
    service.graphql_api(
        GraphqlApiArgs(
            schema=FOLDER / "schema.graphql",
            authorization=(service.users,),
            sources={name: sources.function(function) for name, function in asked.items()},
            resolvers=tuple(
                Resolver(field=field, source=source, code=FOLDER / "resolvers" / "ask.js")
                for field, source in FIELDS.items()
            ),
        )
    )
