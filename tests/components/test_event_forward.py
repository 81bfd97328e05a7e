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


def told(**changes) -> Cloud:
    return deploy(lambda: EventForward("partners", args(**changes)).rule_name)


def test_live_events_that_match_go_to_the_other_bus():
    cloud = told()
    rule = cloud.one(cloudwatch.EventRule)
    assert rule.json("eventPattern") == {**PLACED, **LIVE}
    assert rule.inputs["eventBusName"] == "platform-dev"
    target = cloud.one(cloudwatch.EventTarget).inputs
    assert target["arn"] == THEIRS
    assert target["eventBusName"] == "platform-dev"
    assert target["roleArn"] == arn("iam", "partners-rule-role")


def test_only_this_rule_may_put_events_and_only_there():
    cloud = told()
    assert rule_trust(cloud, "partners") == trust_of("partners")
    assert rule_role(cloud, "partners") == [
        {"Effect": "Allow", "Action": ["events:PutEvents"], "Resource": [THEIRS]}
    ]


def test_what_the_other_bus_turns_away_is_kept():
    cloud = told(target_retries=7, target_age_seconds=60)
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
