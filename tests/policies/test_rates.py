"""Failure-rate rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cloudwatch, lambda_, scheduler, sfn, sqs

from policies import rates
from policies.seen import UNKNOWN
from tests.policies.asking import alone, engine, objections, shown, silences
from tests.policies.stacks import alarm, arn, rate_alarm, seen

FUNCTION = seen(lambda_.Function, "f")
MACHINE = seen(sfn.StateMachine, "w")
QUEUE = seen(sqs.Queue, "q")
NIGHTLY = seen(cloudwatch.EventRule, "nightly", scheduleExpression="rate(1 day)")
ON_EVENT = seen(cloudwatch.EventRule, "on-event", eventPattern="{}")
RETRY = {"maximumRetryAttempts": 3}


def errors(of=FUNCTION, **changes):
    return rate_alarm(of, "AWS/Lambda", "Errors", "Invocations", by="FunctionName", **changes)


def failures(of=MACHINE, **changes):
    return rate_alarm(
        of, "AWS/States", "ExecutionsFailed", "ExecutionsStarted", by="StateMachineArn", **changes
    )


def first_failure(of=MACHINE, metric="ExecutionsFailed", **changes):
    at_once = {"evaluationPeriods": 1, **changes}
    return alarm(of, f"AWS/States:{metric}", "StateMachineArn", **at_once)


def target(rule, run, **properties):
    return seen(
        cloudwatch.EventTarget,
        "t",
        refers={"rule": [rule], "arn": [run]},
        rule=arn("events", "r"),
        arn=arn("any", "x"),
        **properties,
    )


def schedule(run, **properties):
    return seen(
        scheduler.Schedule,
        "s",
        refers={"target": [run]},
        target={"arn": arn("any", "x"), **properties},
    )


RATE, *QUERIES = errors().properties["metricQueries"]

ALLOWED = {
    rates.a_function_that_fails_rings: {
        "at one percent": [FUNCTION, errors(threshold=1.0)],
        "at one percent and not only above": [
            FUNCTION,
            errors(comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "at a half": [FUNCTION, errors(threshold=0.5)],
        "at one percent, said as a fraction": [FUNCTION, errors(threshold=0.01, scale="")],
        "a strict alarm beside a lax one": [
            FUNCTION,
            errors(threshold=50),
            seen(
                cloudwatch.MetricAlarm,
                "strict",
                refers={"metricQueries": [FUNCTION]},
                **errors().properties,
            ),
        ],
    },
    rates.a_workflow_that_fails_rings: {
        "at five percent": [MACHINE, failures(threshold=5.0)],
        "at the first": [MACHINE, first_failure()],
        "at the first, when one of five periods is enough": [
            MACHINE,
            first_failure(evaluationPeriods=5, datapointsToAlarm=1),
        ],
        "at the first, beside a lax share": [MACHINE, failures(threshold=50.0), first_failure()],
    },
    rates.a_schedule_retries_and_rings: {
        "a function": [
            FUNCTION,
            NIGHTLY,
            errors(),
            target(NIGHTLY, FUNCTION, retryPolicy=RETRY),
        ],
        "a workflow": [MACHINE, NIGHTLY, failures(), target(NIGHTLY, MACHINE, retryPolicy=RETRY)],
        "a workflow whose first failure rings": [
            MACHINE,
            NIGHTLY,
            first_failure(),
            target(NIGHTLY, MACHINE, retryPolicy=RETRY),
        ],
        "a queue, whose consumer has its own alarm": [
            QUEUE,
            NIGHTLY,
            target(NIGHTLY, QUEUE, retryPolicy=RETRY),
        ],
        "it is no schedule": [FUNCTION, ON_EVENT, target(ON_EVENT, FUNCTION)],
        "a schedule of its own kind": [FUNCTION, errors(), schedule(FUNCTION, retryPolicy=RETRY)],
    },
}
REFUSED = {
    rates.a_function_that_fails_rings: {
        "there is no alarm": [FUNCTION],
        "at two percent": [FUNCTION, errors(threshold=2.0)],
        "at a hundred percent, which a fraction never passes": [
            FUNCTION,
            errors(threshold=1.0, scale=""),
        ],
        "it counts errors": [FUNCTION, alarm(FUNCTION, "AWS/Lambda:Errors", "FunctionName")],
        **{
            f"it looks only at {metric}": [
                FUNCTION,
                errors(metricQueries=[RATE, *[q for q in QUERIES if q["id"] == metric]]),
            ]
            for metric in ("errors", "invocations")
        },
        "it is another function's": [FUNCTION, errors(seen(lambda_.Function, "g"))],
        "it rings when fewer fail": [FUNCTION, errors(comparisonOperator="LessThanThreshold")],
        "its threshold is not known": [FUNCTION, errors(threshold=UNKNOWN)],
        "its metrics are not known": [FUNCTION, errors(metricQueries=UNKNOWN)],
        "one of its metrics is not known": [FUNCTION, errors(metricQueries=[UNKNOWN])],
        "its expression is not known": [
            FUNCTION,
            errors(metricQueries=[{"id": "rate", "expression": UNKNOWN}, *QUERIES]),
        ],
    },
    rates.a_workflow_that_fails_rings: {
        "there is no alarm": [MACHINE],
        "at six percent": [MACHINE, failures(threshold=6.0)],
        "only after five minutes with a failure": [MACHINE, first_failure(evaluationPeriods=5)],
        "nobody says for how many minutes": [MACHINE, first_failure(evaluationPeriods=None)],
        "at the second": [MACHINE, first_failure(threshold=1.0)],
        "it counts what was stopped": [MACHINE, first_failure(metric="ExecutionsAborted")],
        "it rings when fewer fail": [
            MACHINE,
            first_failure(comparisonOperator="LessThanThreshold"),
        ],
        "the first failure of another": [MACHINE, first_failure(seen(sfn.StateMachine, "v"))],
        "its metric is not known": [MACHINE, first_failure(metricName=UNKNOWN)],
        **{
            f"it compares {part} with {whole}": [
                MACHINE,
                rate_alarm(MACHINE, "AWS/States", part, whole, by="StateMachineArn"),
            ]
            for part, whole in (
                ("ExecutionsFailed", "ExecutionsAborted"),
                ("ExecutionsAborted", "ExecutionsStarted"),
            )
        },
    },
    rates.a_schedule_retries_and_rings: {
        "it does not retry": [FUNCTION, NIGHTLY, errors(), target(NIGHTLY, FUNCTION)],
        "the function has no alarm": [
            FUNCTION,
            NIGHTLY,
            target(NIGHTLY, FUNCTION, retryPolicy=RETRY),
        ],
        "the workflow has no alarm": [
            MACHINE,
            NIGHTLY,
            target(NIGHTLY, MACHINE, retryPolicy=RETRY),
        ],
        "the workflow rings too late": [
            MACHINE,
            NIGHTLY,
            first_failure(evaluationPeriods=5),
            target(NIGHTLY, MACHINE, retryPolicy=RETRY),
        ],
        "a schedule of its own kind does not retry": [FUNCTION, errors(), schedule(FUNCTION)],
        "a schedule of its own kind runs what has no alarm": [
            FUNCTION,
            schedule(FUNCTION, retryPolicy=RETRY),
        ],
        "its rule is not here": [seen(cloudwatch.EventTarget, "t", rule="nightly")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_the_message_says_what_was_found_and_what_is_the_limit():
    [text] = alone(rates.a_function_that_fails_rings, [FUNCTION, errors(threshold=2.0)])
    assert "rings only above 2 %, not at 1 %" in text


def test_a_stage_may_set_another_limit():
    stack = [FUNCTION, errors(threshold=2.0)]
    rule = rates.a_function_that_fails_rings
    assert engine([rule], stack, {rule.name: {"most_percent": 2.0}}) == []
    assert engine([rule], stack, {rule.name: {"most_percent": 1.5}}) != []
