"""Queues in SQS's words."""

from __future__ import annotations

from local.provider.resource import Change
from local.provider.resource_types import sqs


def test_every_attribute_is_text():
    asked = sqs.attributes({"name": "q", "delaySeconds": 0, "fifoQueue": True})
    assert asked == {"DelaySeconds": "0", "FifoQueue": "true"}


def test_a_switch_that_is_off_is_not_sent():
    assert sqs.attributes({"fifoQueue": False}) == {}


def test_an_update_sets_what_changed_turns_off_and_empties():
    old = {"delaySeconds": 5, "sqsManagedSseEnabled": True, "redrivePolicy": "{}", "policy": "{}"}
    new = {"delaySeconds": 0, "sqsManagedSseEnabled": False, "policy": "{}"}
    assert sqs.changed(Change(old, new)) == {
        "DelaySeconds": "0",
        "SqsManagedSseEnabled": "false",
        "RedrivePolicy": "",
    }


def test_attributes_come_back_as_they_were_given():
    props = {"visibilityTimeoutSeconds": 30, "fifoQueue": True, "redrivePolicy": "{}"}
    assert sqs.observed(sqs.attributes(props)) == props


def test_an_empty_policy_is_none():
    assert sqs.observed({"Policy": ""}) == {}
