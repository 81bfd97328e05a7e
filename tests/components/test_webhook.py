import pulumi
import pytest
from pulumi_aws import cloudwatch, sqs

from components.messaging.webhook import Webhook, WebhookArgs
from tests.cloud import Cloud, deploy
from tests.components.event_rules import LIVE, PLACED, rule_role, rule_trust, trust_of
from tests.components.sample import arn, defaults


def args(**changes) -> WebhookArgs:
    given = {
        "bus_name": "platform-dev",
        "pattern": PLACED,
        "endpoint": "https://partner.example.com/orders",
        "defaults": defaults(),
    }
    return WebhookArgs(**{**given, **changes})


def partner(**changes) -> Cloud:
    return deploy(lambda: Webhook("partner", args(**changes)).connection.name)


def test_matching_live_events_are_sent_to_the_endpoint():
    cloud = partner()
    assert cloud.one(cloudwatch.EventRule).json("eventPattern") == {**PLACED, **LIVE}
    target = cloud.one(cloudwatch.EventTarget).inputs
    assert target["arn"] == arn("cloudwatch", "partner-destination")
    destination = cloud.one(cloudwatch.EventApiDestination).inputs
    assert destination == {
        "connectionArn": arn("cloudwatch", "partner-connection"),
        "httpMethod": "POST",
        "invocationEndpoint": "https://partner.example.com/orders",
        "invocationRateLimitPerSecond": 10,
    }


def test_the_rate_of_calls_is_limited():
    destination = partner(calls_per_second=1).one(cloudwatch.EventApiDestination).inputs
    assert destination["invocationRateLimitPerSecond"] == 1


def test_the_key_is_not_in_the_code_and_deployments_do_not_change_it():
    left_alone = []

    def seen(given: pulumi.ResourceTransformationArgs) -> None:
        if given.type_ == cloudwatch.EventConnection.pulumi_type:
            left_alone.extend(given.opts.ignore_changes or [])

    def program() -> None:
        looked_at = pulumi.ResourceOptions(transformations=[seen])
        Webhook("partner", args(key_header="Api-Token"), opts=looked_at)

    connection = deploy(program).one(cloudwatch.EventConnection).inputs
    assert connection["authorizationType"] == "API_KEY"
    assert connection["authParameters"] == {
        "apiKey": {"key": "Api-Token", "value": "set-by-the-operator"}
    }
    assert left_alone == ["authParameters"]


def test_its_role_is_for_this_rule_and_allows_this_endpoint_only():
    cloud = partner()
    assert rule_trust(cloud, "partner") == trust_of("partner")
    assert rule_role(cloud, "partner") == [
        {
            "Effect": "Allow",
            "Action": ["events:InvokeApiDestination"],
            "Resource": [arn("cloudwatch", "partner-destination")],
        }
    ]


def test_an_event_that_the_endpoint_refuses_moves_to_the_dead_letter_queue():
    cloud = partner(defaults=defaults(target_retries=7, target_age_seconds=60))
    target = cloud.one(cloudwatch.EventTarget)
    assert target.inputs["deadLetterConfig"] == {"arn": arn("sqs", "partner-dead-letters")}
    assert target.inputs["retryPolicy"]["maximumRetryAttempts"] == 7
    assert cloud.one(sqs.QueuePolicy).urn in target.dependencies
    alarm = cloud.one(cloudwatch.MetricAlarm, "partner-dead-letters-alarm").inputs
    assert "redrive" not in alarm["alarmDescription"]


def test_an_endpoint_without_tls_is_refused():
    with pytest.raises(ValueError) as refused:
        args(endpoint="http://partner.example.com")
    assert str(refused.value) == (
        "endpoint must begin with https://, got http://partner.example.com"
    )


@pytest.mark.parametrize("calls", [0, 301])
def test_a_rate_outside_the_limits_of_eventbridge_is_refused(calls):
    with pytest.raises(ValueError) as refused:
        args(calls_per_second=calls)
    assert str(refused.value) == f"calls_per_second must be between 1 and 300, got {calls}"


def test_a_pattern_that_matches_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        args(pattern={})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"
