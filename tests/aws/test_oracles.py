from __future__ import annotations

import json
from dataclasses import replace

import pytest

from local.provider.registry import resource_type
from tests.aws import calls, oracles, patterns
from tests.aws.cloudformation_names import OF_NO_TYPE, TYPES
from tests.aws.oracles import ORACLES, asked
from tests.aws.programs import everything


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
