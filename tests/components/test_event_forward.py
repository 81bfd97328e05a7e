import pytest
from pulumi_aws import cloudwatch, sqs

from components.messaging.event_forward import EventForward, EventForwardArgs
from tests.cloud import Cloud, deploy
from tests.components.event_rules import LIVE, PLACED, rule_role, rule_trust, trust_of
from tests.components.sample import arn, defaults

THEIRS = "arn:aws:events:eu-west-1:210987654321:event-bus/partners"


def args(pattern=PLACED, **changes) -> EventForwardArgs:
    return EventForwardArgs(
        bus_name="platform-dev",
        pattern=pattern,
        target_bus_arn=THEIRS,
        defaults=defaults(**changes),
    )


def forwarded(**changes) -> Cloud:
    return deploy(lambda: EventForward("partners", args(**changes)).rule.name)


def test_matching_live_events_go_to_the_other_bus():
    cloud = forwarded()
    rule = cloud.one(cloudwatch.EventRule)
    assert rule.json("eventPattern") == {**PLACED, **LIVE}
    assert rule.inputs["eventBusName"] == "platform-dev"
    target = cloud.one(cloudwatch.EventTarget).inputs
    assert target["arn"] == THEIRS
    assert target["eventBusName"] == "platform-dev"
    assert target["roleArn"] == arn("iam", "partners-rule-role")


def test_its_role_is_for_this_rule_and_allows_events_on_that_bus_only():
    cloud = forwarded()
    assert rule_trust(cloud, "partners") == trust_of("partners")
    assert rule_role(cloud, "partners") == [
        {"Effect": "Allow", "Action": ["events:PutEvents"], "Resource": [THEIRS]}
    ]


def test_an_event_that_the_other_bus_refuses_moves_to_the_dead_letter_queue():
    cloud = forwarded(target_retries=7, target_age_seconds=60)
    target = cloud.one(cloudwatch.EventTarget)
    assert target.inputs["deadLetterConfig"] == {"arn": arn("sqs", "partners-dead-letters")}
    assert target.inputs["retryPolicy"] == {
        "maximumRetryAttempts": 7,
        "maximumEventAgeInSeconds": 60,
    }
    assert cloud.one(sqs.QueuePolicy).urn in target.dependencies


def test_a_pattern_that_matches_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        args(pattern={})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"
