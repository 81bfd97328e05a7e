"""The component path of a resource, from its URN and those of the components around it."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi
import pytest
from pulumi_aws import sqs
from pulumi_policy import Severity

from policies.framework.component_path import component_path
from policies.framework.graph import Graph
from policies.framework.resource import Resource, registered
from policies.framework.rule import rule
from tests.cloud import deploy
from tests.policies.asking import engine

PROJECT = "urn:pulumi:dev::platform::"
STACK = f"{PROJECT}pulumi:pulumi:Stack::platform-dev"
ORDERS = f"{PROJECT}platform:services:Orders::orders"
WORKER = f"{PROJECT}platform:services:Orders$platform:messaging:Worker::orders-advance-order"
QUEUE = (
    f"{PROJECT}platform:services:Orders$platform:messaging:Worker$aws:sqs/queue:Queue"
    "::orders-advance-order-queue"
)


def resource(urn, parent="") -> Resource:
    qualified, name = urn.removeprefix(PROJECT).split("::")
    return Resource(type=qualified.rpartition("$")[2], name=name, urn=urn, parent=parent)


ALL = [
    resource(STACK),
    resource(ORDERS, STACK),
    resource(WORKER, ORDERS),
    resource(QUEUE, WORKER),
]


def test_each_name_is_given_without_the_one_around_it():
    assert component_path(ALL[3], Graph(ALL)) == "orders > advance-order > queue"
    assert component_path(ALL[1], Graph(ALL)) == "orders"


def test_a_component_of_which_only_the_type_is_known_is_given_by_its_class():
    assert component_path(ALL[3], Graph(ALL[3:])) == "Orders > orders-advance-order > queue"


def test_a_name_that_repeats_the_one_around_it_is_left_out():
    inner = resource(f"{PROJECT}platform:services:Orders$platform:compute:Function::orders", ORDERS)
    child = resource(f"{PROJECT}a$b$aws:sqs/queue:Queue::orders-queue", inner.urn)
    assert component_path(child, Graph([*ALL, inner, child])) == "orders > queue"


@pytest.mark.parametrize("name", ["other", "order-queue"])
def test_a_name_that_does_not_begin_with_the_one_around_it_is_given_whole(name):
    child = resource(f"{PROJECT}platform:services:Orders$aws:sqs/queue:Queue::{name}", ORDERS)
    assert component_path(child, Graph([*ALL, child])) == f"orders > {name}"


def test_a_name_may_hold_the_separator_of_a_urn():
    urn = f"{PROJECT}aws:sqs/queue:Queue::a::b"
    odd = Resource(type="aws:sqs/queue:Queue", name="a::b", urn=urn)
    assert component_path(odd, Graph([odd])) == "a::b"


def test_a_policy_that_sees_one_resource_at_a_time_knows_the_parents_it_has_seen():
    @rule("sqs-queue-none", "No queue", about=sqs.Queue, severity=Severity.LOW, remedy="None")
    def no_queue(queue: Resource) -> Iterator[str]:
        """It is an example."""
        yield "a queue"

    [report] = engine([no_queue], ALL)
    assert report.text.startswith("orders > advance-order > queue: a queue.")


def test_the_path_of_a_recorded_resource():
    class Worker(pulumi.ComponentResource):
        def __init__(self):
            super().__init__("mine:index:Worker", "billing")
            sqs.Queue("billing-queue", opts=pulumi.ResourceOptions(parent=self))

    cloud = deploy(lambda: Worker() and None)
    graph = Graph(map(registered, cloud.resources))
    [queue] = graph.all(sqs.Queue)
    assert component_path(queue, graph) == "billing > queue"
