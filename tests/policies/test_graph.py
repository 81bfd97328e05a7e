"""The graph: which resource refers to which, by the engine's record or by a known value."""

from __future__ import annotations

import json
from dataclasses import replace

import pulumi
import pytest
from pulumi_aws import lambda_, sqs

from policies.framework.graph import Graph
from policies.framework.resource import UNKNOWN
from tests.policies.stacks import resource

QUEUE = resource(sqs.Queue, "q", arn="arn:q")


def mapping(name="m", **given):
    return resource(lambda_.EventSourceMapping, name, **given)


def test_an_unknown_value_is_joined_by_what_it_was_made_from():
    reader = mapping(refers={"eventSourceArn": [QUEUE]}, eventSourceArn=UNKNOWN)
    graph = Graph([QUEUE, reader])
    assert graph.of(reader, "eventSourceArn") == [QUEUE]
    assert graph.users(QUEUE, lambda_.EventSourceMapping, "eventSourceArn") == [reader]


def test_a_known_value_is_joined_by_what_it_equals_also_inside_json():
    reader = mapping(eventSourceArn="arn:q")
    redriving = resource(sqs.Queue, "r", redrivePolicy=json.dumps({"deadLetterTargetArn": "arn:q"}))
    graph = Graph([QUEUE, reader, redriving])
    assert graph.of(reader, "eventSourceArn") == [QUEUE]
    assert graph.of(redriving, "redrivePolicy", sqs.Queue) == [QUEUE]


@pytest.mark.parametrize("key", ["arn", "id", "name", "url"])
def test_a_resource_is_known_by_each_of_its_names(key):
    queue = resource(sqs.Queue, "q", **{key: "known"})
    reader = mapping(eventSourceArn="known")
    assert Graph([queue, reader]).of(reader, "eventSourceArn") == [queue]


def test_only_the_property_asked_about_counts():
    reader = mapping(refers={"functionName": [QUEUE]})
    graph = Graph([QUEUE, reader])
    assert graph.users(QUEUE, lambda_.EventSourceMapping, "eventSourceArn") == []


def test_a_resource_does_not_refer_to_itself():
    self_named = resource(sqs.Queue, "q", arn="arn:q", url="arn:q")
    assert Graph([self_named]).of(self_named, "arn") == []


def test_only_the_class_asked_for_counts():
    reader = mapping(refers={"eventSourceArn": [QUEUE]})
    assert Graph([QUEUE, reader]).of(reader, "eventSourceArn", lambda_.Function) == []


def test_what_refers_to_a_component_refers_to_what_is_in_it():
    class Component(pulumi.ComponentResource):
        pulumi_type = "platform:messaging:Queue"

    component = resource(Component, "c")
    child = replace(QUEUE, parent=component.urn)
    reader = mapping(refers={"eventSourceArn": [component]})
    graph = Graph([component, child, reader])
    assert graph.users(child, lambda_.EventSourceMapping, "eventSourceArn") == [reader]


def test_a_reference_out_of_the_stack_leads_nowhere():
    reader = mapping(refers={"eventSourceArn": [QUEUE]})
    assert Graph([reader]).of(reader, "eventSourceArn") == []
