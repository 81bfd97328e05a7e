"""Storefront: a GraphQL API whose fields are answered by the APIs of other services, and a site."""

from __future__ import annotations

from components.graphql import sources
from components.graphql.graphql_api import GraphqlApiArgs
from components.graphql.resolver import Resolver
from microservice.functions import changed
from microservice.microservice import Microservice
from services.storefront.site import serve_site
from settings import ROOT

FOLDER = ROOT / "services" / "storefront"

# Which services each function asks, and which function answers each field.
ASKED = {"catalog": ("catalog",), "orders": ("orders", "realtime")}
FIELDS = {
    "Query.products": "catalog",
    "Query.product": "catalog",
    "OrderLine.product": "catalog",
    "Query.myOrders": "orders",
    "Query.customerOrders": "orders",
    "Query.order": "orders",
    "Query.orderUpdates": "orders",
    "Mutation.placeOrder": "orders",
}


def define(service: Microservice) -> None:
    """A function for each service that is asked, with the caller's own token: the storefront has no
    data, and no permission beyond finding their addresses. A stage with ``site`` has the page, too.
    """
    asked = {
        name: service.function(
            changed(
                service.functions.resolver(f"ask_{name}"), [service.call(each) for each in others]
            )
        )
        for name, others in ASKED.items()
    }
    api = service.graphql_api(
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
    if service.settings.site:
        serve_site(service, api)
