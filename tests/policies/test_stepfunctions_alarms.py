"""Rules on alarms of state machines: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, sfn

from policies.rules import stepfunctions_alarms
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import failure_rate, first_failure, resource

SAGA = resource(
    sfn.StateMachine,
    "w",
    tags={"service": "orders"},
    definition=json.dumps(
        {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "CompensationFailed"}}}
    ),
)
PLAIN = resource(
    sfn.StateMachine,
    "w",
    definition=json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Wrong"}}}),
)
UNFINISHED = ("ExecutionsTimedOut", "ExecutionsAborted")


def counted(metric="CompensationsFailed", service="orders", **changes):
    given = {
        "namespace": "shop",
        "metricName": metric,
        "statistic": "Sum",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0.0,
        "tags": {"service": service},
        **changes,
    }
    return resource(cloudwatch.MetricAlarm, "counted", **given)


ALLOWED = {
    stepfunctions_alarms.state_machine_has_unfinished_alarm: {
        "on both": [PLAIN, *(first_failure(PLAIN, each) for each in UNFINISHED)],
        "on both, at one": [
            PLAIN,
            *(
                first_failure(
                    PLAIN, each, threshold=1.0, comparisonOperator="GreaterThanOrEqualToThreshold"
                )
                for each in UNFINISHED
            ),
        ],
    },
    stepfunctions_alarms.failed_compensation_has_alarm: {
        "on the metric": [SAGA, failure_rate(SAGA), counted()],
        "on a metric of another name": [SAGA, counted("RollbackErrors")],
        "on the first failed execution": [SAGA, first_failure(SAGA)],
        "it undoes nothing": [PLAIN, failure_rate(PLAIN)],
    },
}
REFUSED = {
    stepfunctions_alarms.state_machine_has_unfinished_alarm: {
        "on failures only": [PLAIN, first_failure(PLAIN)],
        "on time-outs only": [PLAIN, first_failure(PLAIN, "ExecutionsTimedOut")],
        "on aborts only": [PLAIN, first_failure(PLAIN, "ExecutionsAborted")],
        "from the second on": [
            PLAIN,
            *(first_failure(PLAIN, each, threshold=1.0) for each in UNFINISHED),
        ],
    },
    stepfunctions_alarms.failed_compensation_has_alarm: {
        "on a share of failures only": [SAGA, failure_rate(SAGA)],
        "there is none": [SAGA],
        "of another service": [SAGA, counted(service="payments")],
        "from the second on": [SAGA, counted(threshold=1.0)],
        "on another metric": [SAGA, counted("OrdersPlaced")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
