"""What the recorded program has of a service, compared with its card."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi_aws as aws

from microservice.card import Card
from tests.cloud import Cloud
from tests.docs.routes import routes_of
from tests.reach import reached
from tests.service_check.missing import Missing
from tests.service_check.source import entries

KINDS = {aws.dynamodb.Table: "-table", aws.s3.Bucket: "-bucket"}


def compare(card: Card, cloud: Cloud) -> Iterator[Missing]:
    """Routes, tables, buckets, subscriptions, published events and handlers."""
    file = f"services/{card.name}/__init__.py"
    infrastructure = f"services/{card.name}/infrastructure.py"
    pairs = (
        ("routes", set(card.routes), {route.key for route in routes_of(card.name, cloud)}),
        ("messages", set(card.messages), _messages(card.name, cloud)),
        ("fields", set(card.fields), _fields(card.name, cloud)),
        ("owns", set(card.owns), _owned(card.name, cloud)),
        ("subscribes", {event.detail_type for event in card.subscribes}, _subscribed(card, cloud)),
    )
    for field, stated, made in pairs:
        for each in sorted(made - stated):
            yield Missing(
                "card", f"the program has {each}, the card does not", f"add it to {field} in {file}"
            )
        for each in sorted(stated - made):
            yield Missing(
                "program",
                f"the card has {each} under {field}, the program does not make it",
                f"make it in {infrastructure}, or remove it from {file}",
            )
    yield from _published(card)
    yield from _handlers(card, cloud, infrastructure)


def _owned(service: str, cloud: Cloud) -> set[str]:
    return {
        made.name.removeprefix(f"{service}-").removesuffix(suffix)
        for kind, suffix in KINDS.items()
        for made in cloud.all(kind)
        if made.name.startswith(f"{service}-")
    }


def _messages(service: str, cloud: Cloud) -> set[str]:
    """The named routes of a WebSocket API; those of an HTTP API have a method."""
    keys = {
        made.inputs["routeKey"]
        for made in cloud.all(aws.apigatewayv2.Route)
        if made.name.startswith(f"{service}-")
    }
    return {key for key in keys if " " not in key and not key.startswith("$")}


def _fields(service: str, cloud: Cloud) -> set[str]:
    """The queries and mutations of a GraphQL API."""
    resolvers = [
        f"{made.inputs['type']}.{made.inputs['field']}"
        for made in cloud.all(aws.appsync.Resolver)
        if made.name.startswith(f"{service}-")
    ]
    return {key for key in resolvers if key.startswith(("Query.", "Mutation."))}


def _subscribed(card: Card, cloud: Cloud) -> set[str]:
    return {
        event
        for rule in cloud.all(aws.cloudwatch.EventRule)
        if rule.name.startswith(f"{card.name}-")
        for event in rule.json("eventPattern")["detail-type"]
    }


def _published(card: Card) -> Iterator[Missing]:
    """An event that the card lists is named somewhere in the service's handlers."""
    named = {name for names in reached(f"services/{card.name}/app").values() for name in names}
    for event in card.publishes:
        if f"{event.__module__}.{event.__name__}" not in named:
            yield Missing(
                "program",
                f"the card publishes {event.__name__}, which no handler names",
                f"publish it in services/{card.name}/app, or remove it from publishes",
            )


def _handlers(card: Card, cloud: Cloud, infrastructure: str) -> Iterator[Missing]:
    handlers = {function.inputs["handler"] for function in cloud.all(aws.lambda_.Function)}
    for entry in entries(card.name):
        if f"{entry.removesuffix('.py').replace('/', '.')}.handle" not in handlers:
            yield Missing("program", f"no function runs {entry}", f"make one in {infrastructure}")
