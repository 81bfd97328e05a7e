from __future__ import annotations

import json
from dataclasses import replace

import pytest

from components.streams.delivery_stream import DeliveryStream
from local.provider.registry import resource_type
from tests.aws import calls, oracles, patterns, programs
from tests.aws import resources as cloudformation
from tests.aws.cloudformation_names import OF_NO_TYPE, TYPES
from tests.aws.cloudformation_streams import DELIVERY
from tests.aws.oracles import ORACLES, asked
from tests.aws.programs import everything
from tests.cloud import deploy
from tests.components.test_delivery_stream import INDEX, TABLE, args


@pytest.mark.parametrize("oracle", ORACLES, ids=[oracle.name for oracle in ORACLES])
def test_an_oracle_has_nothing_against_any_program_and_catches_its_mistake(oracle, note):
    row = asked(oracle)
    note(f"aws: {row.checked:5} {row.oracle} against {row.source}; caught {row.mistake}")
    assert list(row.findings) == []
    assert row.caught
    assert row.checked > 5


@pytest.mark.parametrize("step", ["read", "update", "delete"])
def test_calls_after_the_creation_are_judged_too(step, monkeypatch):
    queue = oracles.a(oracles.QUEUE)

    def wrong(cloud, *_):
        return cloud.client("sqs").delete_queue(QueueUrl="u", Force=True)

    changed = replace(resource_type(queue.type), **{step: wrong})
    monkeypatch.setattr(calls, "resource_type", lambda token: changed)
    [finding] = calls.findings([queue])
    assert 'Unknown parameter in input: "Force"' in finding.what


@pytest.mark.parametrize("destination", [INDEX, TABLE], ids=["OpenSearch", "Redshift"])
def test_destinations_that_no_program_has_are_judged_too(destination):
    made = deploy(lambda: DeliveryStream("raw", args(destination=destination)).name)
    found = programs.resources("a delivery stream", made)
    assert DELIVERY in {each.type for each in found}
    for oracle in (cloudformation, calls):
        assert list(map(str, oracle.findings(oracle.of(found)))) == []


def test_a_pattern_may_ask_for_any_field_of_an_event():
    rule = oracles.a(oracles.RULE)
    asked = {
        "source": ["orders"],
        "detail-type": ["OrderPlaced"],
        "detail": {"metadata": {"version": [{"exists": True}]}, "data": {"shipTo": ["GB", "DE"]}},
    }
    orders = replace(rule, name="inventory-a", inputs={"eventPattern": json.dumps(asked)})
    found = [str(each) for each in patterns.findings([orders])]
    assert "no event matches" not in " ".join(found)
    asked["detail"]["data"] = {"colour": ["red"]}
    orders = replace(orders, inputs={"eventPattern": json.dumps(asked)})
    assert "no event matches" in " ".join(map(str, patterns.findings([orders])))


def test_every_resource_type_has_a_type_of_cloudformation():
    assert {resource.type for resource in everything()} - TYPES.keys() == OF_NO_TYPE
