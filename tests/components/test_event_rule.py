import pytest
from pulumi_aws import cloudwatch, lambda_, sns, sqs

from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.queue import Queue
from tests.cloud import Cloud, deploy
from tests.components.event_rules import PLACED, rule_role, rule_trust, trust_of
from tests.components.sample import arn, defaults

QUEUE = arn("sqs", "theirs")
FUNCTION = arn("lambda", "function:theirs")
TOPIC = arn("sns", "theirs")
STREAM = arn("kinesis", "stream/theirs")


def args(**changes) -> EventRuleArgs:
    given = {"bus_name": "platform-dev", "pattern": PLACED, "defaults": defaults()}
    return EventRuleArgs(**{**given, **changes})


def placed(**changes) -> Cloud:
    return deploy(lambda: EventRule("placed", args(**changes)).rule.arn)


def refusal(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        args(**changes)
    return str(refused.value)


def test_the_rule_matches_the_pattern_on_the_bus_and_its_own_replays():
    rule = placed(queue=QUEUE).one(cloudwatch.EventRule)
    assert rule.inputs["eventBusName"] == "platform-dev"
    assert rule.json("eventPattern") == {
        **PLACED,
        "replay-name": [{"exists": False}, {"prefix": "placed."}],
    }


@pytest.mark.parametrize(
    ("target", "action"),
    [
        ({"queue": QUEUE}, "sqs:SendMessage"),
        ({"function": FUNCTION}, "lambda:InvokeFunction"),
        ({"topic": TOPIC}, "sns:Publish"),
    ],
)
def test_an_existing_target_is_reached_by_a_role_for_it_alone(target, action):
    cloud = placed(**target)
    [given] = target.values()
    made = cloud.one(cloudwatch.EventTarget).inputs
    assert made["arn"] == given
    assert made["roleArn"] == arn("iam", "placed-rule-role")
    assert rule_role(cloud, "placed") == [
        {"Effect": "Allow", "Action": [action], "Resource": [given]}
    ]
    assert rule_trust(cloud, "placed") == trust_of("placed")


def test_the_policy_of_an_existing_target_stays_as_it_is():
    cloud = placed(queue=QUEUE)
    [policy] = cloud.all(sqs.QueuePolicy)
    assert policy.inputs["queueUrl"].endswith("/placed-dead-letters")
    assert placed(function=FUNCTION).all(lambda_.Permission) == []
    assert placed(topic=TOPIC).all(sns.TopicPolicy) == []


def test_a_queue_of_ours_and_one_of_pulumi_aws_are_targets():
    def program() -> None:
        EventRule("ours", args(queue=Queue("jobs")))
        EventRule("theirs", args(queue=sqs.Queue("plain")))

    cloud = deploy(program)
    ours = cloud.one(cloudwatch.EventTarget, "ours-target").inputs
    theirs = cloud.one(cloudwatch.EventTarget, "theirs-target").inputs
    assert (ours["arn"], theirs["arn"]) == (arn("sqs", "jobs-queue"), arn("sqs", "plain"))


def test_an_event_that_the_target_refuses_moves_to_the_dead_letter_queue():
    cloud = placed(queue=QUEUE, defaults=defaults(target_retries=7, target_age_seconds=60))
    target = cloud.one(cloudwatch.EventTarget)
    assert target.inputs["deadLetterConfig"] == {"arn": arn("sqs", "placed-dead-letters")}
    assert target.inputs["retryPolicy"] == {
        "maximumRetryAttempts": 7,
        "maximumEventAgeInSeconds": 60,
    }
    assert cloud.one(sqs.QueuePolicy).urn in target.dependencies


def test_a_fifo_queue_gets_a_message_group():
    target = placed(queue=QUEUE, message_group_id="placed").one(cloudwatch.EventTarget).inputs
    assert target["sqsTarget"] == {"messageGroupId": "placed"}
    assert "sqsTarget" not in placed(queue=QUEUE).one(cloudwatch.EventTarget).inputs


def test_a_stream_gets_events_by_the_key_that_is_given():
    cloud = placed(stream=STREAM, partition_key="$.detail.orderId")
    made = cloud.one(cloudwatch.EventTarget).inputs
    assert made["arn"] == STREAM
    assert made["kinesisTarget"] == {"partitionKeyPath": "$.detail.orderId"}
    [grant] = rule_role(cloud, "placed")
    assert grant["Action"] == ["kinesis:PutRecord", "kinesis:PutRecords"]
    assert grant["Resource"] == [STREAM]
    assert "kinesisTarget" not in placed(stream=STREAM).one(cloudwatch.EventTarget).inputs


def test_a_target_gets_what_the_paths_name():
    paths = {"orderId": "$.detail.orderId", "what": "$.detail-type"}
    made = placed(queue=QUEUE, input=paths).one(cloudwatch.EventTarget).inputs
    assert made["inputTransformer"] == {
        "inputPaths": paths,
        "inputTemplate": '{"orderId": <orderId>, "what": <what>}',
    }
    assert "inputTransformer" not in placed(queue=QUEUE).one(cloudwatch.EventTarget).inputs
    assert refusal(queue=QUEUE, input={"a": "detail"}) == (
        "input a must be a path as $.detail.data, got detail"
    )


def test_a_partition_key_without_a_stream_is_refused():
    assert refusal(queue=QUEUE, partition_key="$.id") == (
        "partition_key must be given with a stream only, got a queue"
    )


def test_none_and_several_targets_are_refused():
    needed = "an event rule must have one of queue, function, topic, stream; got "
    assert refusal() == needed + "none"
    assert refusal(queue=QUEUE, topic=TOPIC) == needed + "queue and topic"


def test_a_message_group_without_a_queue_is_refused():
    assert refusal(topic=TOPIC, message_group_id="placed") == (
        "message_group_id must be given with a queue only, got a topic"
    )


def test_an_arn_of_another_kind_is_refused():
    assert refusal(queue=TOPIC) == f"queue must be given by the ARN of one, got {TOPIC}"


def test_a_pattern_that_matches_everything_is_refused():
    assert refusal(queue=QUEUE, pattern={}) == (
        "pattern must name at least one field; an empty one matches all"
    )
