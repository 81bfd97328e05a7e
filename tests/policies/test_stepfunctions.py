"""Step Functions rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import sfn as aws

from policies.framework.resource import UNKNOWN
from policies.rules import stepfunctions
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import failure_rate, first_failure, rate_alarm, resource

MACHINE = resource(aws.StateMachine, "w")


def machine(**properties):
    return resource(aws.StateMachine, "w", **properties)


ALLOWED = {
    stepfunctions.state_machine_is_traced: {
        "it is traced": [machine(tracingConfiguration={"enabled": True})],
    },
    stepfunctions.state_machine_logs_errors: {
        "it logs errors": [machine(loggingConfiguration={"level": "ERROR"})],
        "it logs everything": [machine(loggingConfiguration={"level": "ALL"})],
    },
    stepfunctions.state_machine_has_failure_alarm: {
        "at five percent": [MACHINE, failure_rate(MACHINE, threshold=5.0)],
        "at the first": [MACHINE, first_failure(MACHINE)],
        "at the first, when one of five periods is enough": [
            MACHINE,
            first_failure(MACHINE, evaluationPeriods=5, datapointsToAlarm=1),
        ],
        "at the first, beside a lax share": [
            MACHINE,
            failure_rate(MACHINE, threshold=50.0),
            first_failure(MACHINE),
        ],
    },
}
REFUSED = {
    stepfunctions.state_machine_is_traced: {
        "nothing is set": [machine()],
        "it is switched off": [machine(tracingConfiguration={"enabled": False})],
    },
    stepfunctions.state_machine_logs_errors: {
        "nothing is set": [machine()],
        "it is switched off": [machine(loggingConfiguration={"level": "OFF"})],
    },
    stepfunctions.state_machine_has_failure_alarm: {
        "there is no alarm": [MACHINE],
        "at six percent": [MACHINE, failure_rate(MACHINE, threshold=6.0)],
        "only after five minutes with a failure": [
            MACHINE,
            first_failure(MACHINE, evaluationPeriods=5),
        ],
        "after how many periods is not set": [
            MACHINE,
            first_failure(MACHINE, evaluationPeriods=None),
        ],
        "at the second": [MACHINE, first_failure(MACHINE, threshold=1.0)],
        "it is on what was stopped": [MACHINE, first_failure(MACHINE, metric="ExecutionsAborted")],
        "it goes to ALARM when fewer fail": [
            MACHINE,
            first_failure(MACHINE, comparisonOperator="LessThanThreshold"),
        ],
        "the first failure of another": [MACHINE, first_failure(resource(aws.StateMachine, "v"))],
        "its metric is not known": [MACHINE, first_failure(MACHINE, metricName=UNKNOWN)],
        **{
            f"it is the share of {part} in {whole}": [
                MACHINE,
                rate_alarm(MACHINE, "AWS/States", part, whole, by="StateMachineArn"),
            ]
            for part, whole in (
                ("ExecutionsFailed", "ExecutionsAborted"),
                ("ExecutionsAborted", "ExecutionsStarted"),
            )
        },
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
