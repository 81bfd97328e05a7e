"""Lambda rules: what they allow and what they refuse."""

from __future__ import annotations

from dataclasses import replace

from pulumi_aws import cloudfront, cloudwatch, scheduler
from pulumi_aws import lambda_ as aws

from policies.framework.resource import UNKNOWN
from policies.rules import lambda_
from tests.policies.asking import all_violations, alone, engine, passes, shown
from tests.policies.stacks import alarm, arn, dead_letter_queue, error_rate, resource

FAILED = dead_letter_queue()
FUNCTION = resource(aws.Function, "f", arn=arn("lambda", "function:f"))
KEEPING = resource(aws.Function, "f", deadLetterConfig={"targetArn": arn("sqs", "failed")})
ALIAS = resource(aws.Alias, "live", refers={"functionName": [FUNCTION]})
ON_FAILURE = {"onFailure": {"destination": arn("sqs", "failed")}}


def permission(function, principal="sns.amazonaws.com", **refers):
    return resource(
        aws.Permission,
        "p",
        refers={"function": [function], **refers},
        function=arn("lambda", "f"),
        principal=principal,
        **{key: arn("lambda", "qualified") for key in refers},
    )


def failures_of(function, **refers):
    return resource(
        aws.FunctionEventInvokeConfig,
        "c",
        refers={"functionName": [function], "destinationConfig": [FAILED], **refers},
        destinationConfig=ON_FAILURE,
        **{key: arn("lambda", "qualified") for key in refers},
    )


def named(resource, qualifier):
    return replace(resource, properties={**resource.properties, "qualifier": qualifier})


def distribution(behavior):
    """What runs the function at the edge."""
    return resource(cloudfront.Distribution, "shop", refers={behavior: [FUNCTION]})


def rated(expression, **changes):
    """An error rate alarm with another expression."""
    queries = [{**RATE, "expression": expression}, *QUERIES]
    return error_rate(FUNCTION, metricQueries=queries, **changes)


def scheduled(function=FUNCTION):
    return resource(
        scheduler.Schedule,
        "nightly",
        refers={"target": [function]},
        target={"arn": arn("lambda", "f")},
    )


RATE, *QUERIES = error_rate(FUNCTION).properties["metricQueries"]

ALLOWED = {
    lambda_.function_is_traced: {
        "it is traced": [resource(aws.Function, "f", tracingConfig={"mode": "Active"})],
        "it runs at the edge": [FUNCTION, distribution("defaultCacheBehavior")],
        "it runs at the edge for some paths": [FUNCTION, distribution("orderedCacheBehaviors")],
    },
    lambda_.function_has_error_rate_alarm: {
        "at the first error": [
            FUNCTION,
            alarm(FUNCTION, "AWS/Lambda:Errors", "FunctionName", evaluationPeriods=1),
        ],
        "at one error": [
            FUNCTION,
            alarm(
                FUNCTION,
                "AWS/Lambda:Errors",
                "FunctionName",
                evaluationPeriods=1,
                threshold=1,
                comparisonOperator="GreaterThanOrEqualToThreshold",
            ),
        ],
        "a hundred is written in another way": [FUNCTION, rated("errors / invocations * 1e2")],
        "of guarded traffic, at each": [
            FUNCTION,
            rated("IF(invocations > 0, 100 * errors / invocations, 0)"),
        ],
        "at one percent": [FUNCTION, error_rate(FUNCTION, threshold=1.0)],
        "at one percent and not only above": [
            FUNCTION,
            error_rate(FUNCTION, comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "at a half": [FUNCTION, error_rate(FUNCTION, threshold=0.5)],
        "at one percent, given as a fraction": [
            FUNCTION,
            error_rate(FUNCTION, threshold=0.01, scale=""),
        ],
        "a strict alarm beside a lax one": [
            FUNCTION,
            error_rate(FUNCTION, threshold=50),
            resource(
                cloudwatch.MetricAlarm,
                "strict",
                refers={"metricQueries": [FUNCTION]},
                **error_rate(FUNCTION).properties,
            ),
        ],
        "it runs at the edge": [FUNCTION, distribution("defaultCacheBehavior")],
    },
    lambda_.function_is_on_dashboard: {
        "there is one": [FUNCTION, resource(cloudwatch.Dashboard, "d")],
    },
    lambda_.invoked_function_has_on_failure_destination: {
        "the version is named as the latest": [
            named(permission(FUNCTION), "$LATEST"),
            failures_of(FUNCTION),
            FUNCTION,
        ],
        "Scheduler invokes it, and it keeps them": [scheduled(), failures_of(FUNCTION), FUNCTION],
        "an invoke configuration keeps it": [permission(FUNCTION), failures_of(FUNCTION), FUNCTION],
        "the function keeps it": [permission(KEEPING), KEEPING],
        "the caller waits for the answer": [
            permission(FUNCTION, "apigateway.amazonaws.com"),
            FUNCTION,
        ],
        "the alias that is invoked keeps it": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(FUNCTION, qualifier=[ALIAS]),
            FUNCTION,
            ALIAS,
        ],
        "a version is invoked, and its failures are kept": [
            named(permission(FUNCTION), "3"),
            named(failures_of(FUNCTION), "3"),
            FUNCTION,
        ],
        "the failures are those of an alias, named by its ARN": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(ALIAS),
            FUNCTION,
            ALIAS,
        ],
        "an alias is invoked by its ARN": [
            permission(ALIAS),
            failures_of(FUNCTION, qualifier=[ALIAS]),
            FUNCTION,
            ALIAS,
        ],
    },
}
REFUSED = {
    lambda_.function_is_traced: {
        "a tag alone says that it runs at the edge": [
            resource(aws.Function, "f", tags={"role": "edge"})
        ],
        "nothing is set": [resource(aws.Function, "f")],
        "it only passes traces on": [
            resource(aws.Function, "f", tracingConfig={"mode": "PassThrough"})
        ],
        "its role is another": [resource(aws.Function, "f", tags={"role": "worker"})],
    },
    lambda_.function_has_error_rate_alarm: {
        "a metric's id, not a factor, holds 100": [
            FUNCTION,
            error_rate(
                FUNCTION,
                metricQueries=[
                    {**RATE, "expression": "m100 / invocations"},
                    {**QUERIES[0], "id": "m100"},
                    QUERIES[1],
                ],
                threshold=0.05,
            ),
        ],
        "a hundred is in the threshold as well": [
            FUNCTION,
            rated("errors / invocations * 1e2", threshold=5),
        ],
        "it is not judged below a hundred invocations": [
            FUNCTION,
            rated("IF(invocations > 100, 100 * errors / invocations, 0)"),
        ],
        "what its expression says cannot be evaluated": [FUNCTION, rated("RATE(errors)")],
        "there is no alarm": [FUNCTION],
        "at two percent": [FUNCTION, error_rate(FUNCTION, threshold=2.0)],
        "at a hundred percent, which a fraction never passes": [
            FUNCTION,
            error_rate(FUNCTION, threshold=1.0, scale=""),
        ],
        "it counts errors": [FUNCTION, alarm(FUNCTION, "AWS/Lambda:Errors", "FunctionName")],
        **{
            f"it is on {metric} only": [
                FUNCTION,
                error_rate(
                    FUNCTION, metricQueries=[RATE, *[q for q in QUERIES if q["id"] == metric]]
                ),
            ]
            for metric in ("errors", "invocations")
        },
        "it is another function's": [FUNCTION, error_rate(resource(aws.Function, "g"))],
        "it goes to ALARM when fewer fail": [
            FUNCTION,
            error_rate(FUNCTION, comparisonOperator="LessThanThreshold"),
        ],
        "its threshold is not known": [FUNCTION, error_rate(FUNCTION, threshold=UNKNOWN)],
        "its metrics are not known": [FUNCTION, error_rate(FUNCTION, metricQueries=UNKNOWN)],
        "one of its metrics is not known": [
            FUNCTION,
            error_rate(FUNCTION, metricQueries=[UNKNOWN]),
        ],
        "its expression is not known": [
            FUNCTION,
            error_rate(FUNCTION, metricQueries=[{"id": "rate", "expression": UNKNOWN}, *QUERIES]),
        ],
    },
    lambda_.function_is_on_dashboard: {
        "there is none": [
            FUNCTION,
            resource(aws.Function, "g"),
            resource(aws.Function, "h"),
        ],
    },
    lambda_.invoked_function_has_on_failure_destination: {
        "Scheduler invokes it": [scheduled(), FUNCTION],
        "logs of one region invoke it": [
            permission(FUNCTION, "logs.eu-west-1.amazonaws.com"),
            FUNCTION,
        ],
        **{
            f"{service} invokes it": [permission(FUNCTION, f"{service}.amazonaws.com"), FUNCTION]
            for service in ("logs", "iot", "ses", "config")
        },
        **{
            f"no destination for what {principal} sends": [
                permission(FUNCTION, principal),
                FUNCTION,
            ]
            for principal in (
                "s3.amazonaws.com",
                "sns.amazonaws.com",
                "events.amazonaws.com",
            )
        },
        "only the function's own invocations are kept, not the alias's": [
            permission(FUNCTION, qualifier=[ALIAS]),
            failures_of(FUNCTION),
            FUNCTION,
            ALIAS,
        ],
        "another version's are kept": [
            named(permission(FUNCTION), "3"),
            named(failures_of(FUNCTION), "2"),
            FUNCTION,
        ],
        "only successes are sent on": [
            permission(FUNCTION),
            replace(
                failures_of(FUNCTION),
                properties={"destinationConfig": {"onSuccess": ON_FAILURE["onFailure"]}},
            ),
            FUNCTION,
        ],
        "another function's are kept": [
            permission(FUNCTION),
            FUNCTION,
            (other := resource(aws.Function, "g")),
            failures_of(other),
        ],
        "the function is unknown here": [
            resource(aws.Permission, "p", function="f", principal="s3.amazonaws.com")
        ],
        "who invokes it is not known": [
            resource(aws.Permission, "p", refers={"function": [FUNCTION]}, principal=UNKNOWN),
            FUNCTION,
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_the_message_gives_the_threshold_and_the_limit():
    rule = lambda_.function_has_error_rate_alarm
    [text] = alone(rule, [FUNCTION, error_rate(FUNCTION, threshold=2.0)])
    assert "the alarm on Errors has a threshold of 2 %, above 1 %" in text


def test_a_stage_may_set_another_limit():
    stack = [FUNCTION, error_rate(FUNCTION, threshold=2.0)]
    rule = lambda_.function_has_error_rate_alarm
    assert engine([rule], stack, {rule.id: {"maximum_percent": 2.0}}) == []
    assert engine([rule], stack, {rule.id: {"maximum_percent": 1.5}}) != []


def test_a_missing_dashboard_is_one_report_of_the_stack():
    [stack] = REFUSED[lambda_.function_is_on_dashboard].values()
    [report] = engine([lambda_.function_is_on_dashboard], stack)
    assert report.text.startswith("f, g, h: in a stack without a dashboard.\n")


def test_the_message_names_the_service_that_invokes_and_the_function():
    stack = [permission(FUNCTION, "s3.amazonaws.com"), FUNCTION]
    [text] = alone(lambda_.invoked_function_has_on_failure_destination, stack)
    assert "s3.amazonaws.com invokes f, which has no on-failure destination" in text
