"""Rules on buses: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, schemas

from policies.framework.resource import UNKNOWN
from policies.rules import eventbridge_buses
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

BUS = resource(cloudwatch.EventBus, "b")
BY_KIND = json.dumps({"source": ["orders"], "detail-type": ["OrderPlaced"]})
BY_CONTENT = json.dumps({"source": ["orders"], "detail": {"country": ["GB"]}})


def event_rule(name="one", pattern=BY_KIND):
    return resource(
        cloudwatch.EventRule, name, refers={"eventBusName": [BUS]}, eventPattern=pattern
    )


ONE = event_rule()
TARGET = resource(
    cloudwatch.EventTarget,
    "t",
    refers={"rule": [ONE]},
    inputTransformer={"inputTemplate": "<order>"},
)

ALLOWED = {
    eventbridge_buses.bus_is_needed: {
        "three rules": [BUS, *map(event_rule, ("one", "two", "three"))],
        "rules in other stacks": [BUS],
        "an archive": [
            *(BUS, ONE),
            resource(cloudwatch.EventArchive, "a", refers={"eventSourceArn": [BUS]}),
        ],
        "schema discovery": [
            *(BUS, ONE),
            resource(schemas.Discoverer, "d", refers={"sourceArn": [BUS]}),
        ],
        "a pattern on the content": [BUS, event_rule(pattern=BY_CONTENT)],
        "an input transformer": [BUS, ONE, TARGET],
    },
}
REFUSED = {
    eventbridge_buses.bus_is_needed: {
        "one rule": [BUS, ONE],
        "two rules": [BUS, ONE, event_rule("two")],
        "a target without a transformer": [
            *(BUS, ONE),
            resource(cloudwatch.EventTarget, "t", refers={"rule": [ONE]}),
        ],
    },
}


@shown(ALLOWED)
def test_nothing_is_reported(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_a_violation_is_reported(rule, stack):
    assert passes(rule, stack) == []


def test_a_pattern_that_is_not_known_is_left_to_the_update():
    rule = eventbridge_buses.bus_is_needed
    assert all_violations(rule, [BUS, event_rule(pattern=UNKNOWN)]) != []
