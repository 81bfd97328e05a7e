"""Alarm rules: what they allow and what they refuse."""

from __future__ import annotations

from dataclasses import replace

from pulumi_aws import apigateway, apigatewayv2, cloudwatch, dynamodb, lambda_, sqs

from policies import alarms
from policies.seen import UNKNOWN
from tests.policies.asking import alone, objections, shown, silences
from tests.policies.stacks import alarm, arn, dead_letters, redriven_to, seen

FAILED = dead_letters()
WORK = redriven_to(FAILED)
VISIBLE = "AWS/SQS:ApproximateNumberOfMessagesVisible"
TABLE = seen(dynamodb.Table, "t")
REST = seen(apigateway.RestApi, "api")
REST_STAGE = seen(apigateway.Stage, "dev", refers={"restApi": [REST]}, stageName="dev")
HTTP = seen(apigatewayv2.Api, "api")
HTTP_STAGE = seen(apigatewayv2.Stage, "default", refers={"apiId": [HTTP]}, name="$default")
SOCKET = seen(apigatewayv2.Api, "api", protocolType="WEBSOCKET")
SOCKET_STAGE = seen(apigatewayv2.Stage, "live", refers={"apiId": [SOCKET]}, name="live")
INTEGRATION = "AWS/ApiGateway:IntegrationLatency"
FUNCTION = seen(lambda_.Function, "f")


def visible(queue, **changes):
    return alarm(queue, VISIBLE, "QueueName", **changes)


def throttled(kind, **changes):
    return alarm(TABLE, f"AWS/DynamoDB:{kind}", "TableName", **changes)


def slow(of, by, metric="AWS/ApiGateway:Latency", *, also=(), **changes):
    asked = {"statistic": None, "extendedStatistic": "p99", "threshold": 1000.0, **changes}
    return alarm(of, metric, by, also=also, **asked)


def names_api(stage_name, **changes):
    return slow(
        REST, "ApiName", dimensions={"ApiName": arn("x", "y"), "Stage": stage_name}, **changes
    )


def actions(*given, **properties):
    return seen(cloudwatch.MetricAlarm, "a", alarmActions=list(given), **properties)


ALLOWED = {
    alarms.an_alarm_tells_somebody: {"it tells a topic": [actions(arn("sns", "alarms"))]},
    alarms.dead_letters_ring: {
        "at the first one": [FAILED, WORK, visible(FAILED)],
        "it is no dead-letter queue": [seen(sqs.Queue, "q")],
        "it is one of several metrics": [
            FAILED,
            WORK,
            seen(
                cloudwatch.MetricAlarm,
                "a",
                refers={"metricQueries": [FAILED]},
                comparisonOperator="GreaterThanThreshold",
                threshold=0,
                metricQueries=[
                    {
                        "id": "m",
                        "metric": {
                            "namespace": "AWS/SQS",
                            "metricName": "ApproximateNumberOfMessagesVisible",
                            "dimensions": {"QueueName": arn("sqs", "failed")},
                        },
                    }
                ],
            ),
        ],
    },
    alarms.a_table_that_throttles_rings: {
        "reads and writes": [
            TABLE,
            throttled("ReadThrottleEvents"),
            throttled("WriteThrottleEvents"),
        ],
        "requests": [TABLE, throttled("ThrottledRequests")],
    },
    alarms.an_api_that_slows_down_rings: {
        "a REST stage": [REST, REST_STAGE, slow(REST, "ApiName", also=[REST_STAGE])],
        "an HTTP stage": [HTTP, HTTP_STAGE, slow(HTTP, "ApiId", also=[HTTP_STAGE])],
        "a WebSocket stage": [SOCKET, SOCKET_STAGE, slow(SOCKET, "ApiId", INTEGRATION)],
        "an HTTP stage by its name": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "$default"}),
        ],
        "the API with all its stages": [REST, REST_STAGE, slow(REST, "ApiName")],
        "the stage by its name": [REST, REST_STAGE, names_api("dev")],
    },
    alarms.functions_are_on_a_dashboard: {
        "there is one": [FUNCTION, seen(cloudwatch.Dashboard, "d")],
    },
}
REFUSED = {
    alarms.an_alarm_tells_somebody: {
        "it tells nobody": [actions()],
        "it says nothing": [seen(cloudwatch.MetricAlarm, "a")],
        "it is switched off": [actions(arn("sns", "alarms"), actionsEnabled=False)],
        "whom it tells is not known": [seen(cloudwatch.MetricAlarm, "a", alarmActions=UNKNOWN)],
    },
    alarms.dead_letters_ring: {
        "there is no alarm": [FAILED, WORK],
        "it rings at the second one": [FAILED, WORK, visible(FAILED, threshold=1)],
        "it rings always": [
            FAILED,
            WORK,
            visible(FAILED, comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "it watches the other queue": [FAILED, WORK, visible(WORK)],
        "it watches another metric": [
            FAILED,
            WORK,
            alarm(FAILED, "AWS/SQS:NumberOfMessagesSent", "QueueName"),
        ],
        "its threshold is not known": [FAILED, WORK, visible(FAILED, threshold=UNKNOWN)],
    },
    alarms.a_table_that_throttles_rings: {
        "there is no alarm": [TABLE],
        "only reads": [TABLE, throttled("ReadThrottleEvents")],
        "only writes": [TABLE, throttled("WriteThrottleEvents")],
        "it rings at the eleventh": [TABLE, throttled("ThrottledRequests", threshold=10)],
        "it is in another namespace": [TABLE, alarm(TABLE, "Mine:ThrottledRequests", "TableName")],
    },
    alarms.an_api_that_slows_down_rings: {
        "there is no alarm": [HTTP, HTTP_STAGE],
        "it watches the average": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", also=[HTTP_STAGE], extendedStatistic=None, statistic="Average"),
        ],
        "it watches another stage of the API": [REST, REST_STAGE, names_api("prod")],
        "it watches another stage of the HTTP API": [
            HTTP,
            HTTP_STAGE,
            slow(HTTP, "ApiId", dimensions={"ApiId": arn("x", "y"), "Stage": "other"}),
        ],
        "it watches only the integrations": [REST, REST_STAGE, slow(REST, "ApiName", INTEGRATION)],
        "it rings when the API gets faster": [
            REST,
            REST_STAGE,
            slow(REST, "ApiName", comparisonOperator="LessThanThreshold"),
        ],
    },
    alarms.functions_are_on_a_dashboard: {
        "there is none, said once": [
            FUNCTION,
            seen(lambda_.Function, "g"),
            seen(lambda_.Function, "h"),
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert objections(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert silences(rule, stack) == []


def test_a_missing_dashboard_is_said_once_a_stack():
    [stack] = REFUSED[alarms.functions_are_on_a_dashboard].values()
    [text] = alone(alarms.functions_are_on_a_dashboard, stack)
    assert "one of 3 functions" in text


def test_an_alarm_that_names_its_queue_as_text_counts_once_the_name_is_known():
    failed = dead_letters(name="failed", tags={"role": "dead-letters"})
    failed = replace(failed, properties={**failed.properties, "name": "failed-1a2b"})
    by_name = replace(
        visible(failed, dimensions={"QueueName": "failed-1a2b"}), property_dependencies={}
    )
    assert alone(alarms.dead_letters_ring, [failed, by_name]) == []
    other = replace(by_name, properties={**by_name.properties, "dimensions": {"QueueName": "x"}})
    assert alone(alarms.dead_letters_ring, [failed, other]) != []
