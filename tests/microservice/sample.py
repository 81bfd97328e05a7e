"""A service of a few resources, deployed in memory, with the entry points of the orders service."""

from __future__ import annotations

import pulumi

from contracts.orders import OrderPlaced
from microservice.card import Card
from microservice.service import Definition, Service
from microservice.shared_resources import FIELDS, SharedResources
from settings import Settings
from tests.cloud import ACCOUNT, REGION, Cloud, deploy

CARD = Card(
    name="orders",
    type_token="platform:services:Sample",
    capability="a sample",
    context="",
    team="",
    owns=(),
    publishes=(OrderPlaced,),
    outbox=(OrderPlaced,),
    subscribes={OrderPlaced: ()},
    calls=("catalog",),
)


def shared() -> SharedResources:
    """The shared resources of a stage, each with an ARN for a value."""
    return SharedResources(
        **{f: pulumi.Output.from_input(f"arn:aws:x:{REGION}:{ACCOUNT}:{f}") for f in FIELDS}
    )


def made(define: Definition, card: Card = CARD) -> Cloud:
    """What a definition makes in dev; ``result`` holds the parameters."""

    def program() -> dict[str, pulumi.Input[str]]:
        return dict(Service(card, define, Settings.of_stage("dev"), shared()).parameters)

    return deploy(program, stack="dev")
