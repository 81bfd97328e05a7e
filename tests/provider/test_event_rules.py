"""Rules and their targets."""

from __future__ import annotations

import pytest

from local.provider.resource_types.event_rules import (
    observed,
    rule_id,
    rule_needs_a_trigger,
    rule_of,
    state_of,
)


@pytest.mark.parametrize(
    ("props", "expected"),
    [({"name": "r"}, "r"), ({"name": "r", "eventBusName": "bus"}, "bus/r")],
    ids=["on the default bus", "on a bus of its own"],
)
def test_a_rules_id_leads_back_to_the_rule(props, expected):
    assert rule_id(props) == expected
    assert rule_of(expected) == {"Name": "r", "EventBusName": props.get("eventBusName", "default")}


@pytest.mark.parametrize(
    ("props", "expected"),
    [({}, "ENABLED"), ({"isEnabled": False}, "DISABLED"), ({"state": "DISABLED"}, "DISABLED")],
    ids=["by default", "the old way", "the new way"],
)
def test_a_rule_is_on_unless_it_is_switched_off(props, expected):
    assert state_of(props) == expected


def test_a_rule_that_nothing_triggers_is_refused():
    assert list(rule_needs_a_trigger({})) == ["eventPattern or scheduleExpression is required"]
    assert list(rule_needs_a_trigger({"scheduleExpression": "rate(1 hour)"})) == []


def test_the_programs_own_keys_are_read_back_as_they_were_written():
    seen = {
        "Id": "t",
        "Arn": "a",
        "Input": "",
        "RetryPolicy": {"MaximumRetryAttempts": 2},
        "SqsParameters": {"MessageGroupId": "orders"},
        "InputTransformer": {
            "InputPathsMap": {"OrderId": "$.detail"},
            "InputTemplate": "<OrderId>",
        },
        "HttpParameters": {"HeaderParameters": {"X-Shop": "1"}, "PathParameterValues": ["a"]},
    }
    assert observed(seen) == {
        "arn": "a",
        "retryPolicy": {"maximumRetryAttempts": 2},
        "sqsTarget": {"messageGroupId": "orders"},
        "inputTransformer": {"inputPaths": {"OrderId": "$.detail"}, "inputTemplate": "<OrderId>"},
        "httpTarget": {"headerParameters": {"X-Shop": "1"}, "pathParameterValues": ["a"]},
    }
