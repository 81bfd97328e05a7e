import pulumi
from pulumi_aws import cloudwatch, sqs

from components.compute.function import Function
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

RULE = "arn:aws:events:eu-west-1:123456789012:rule/bus/placed"


def args(**changes) -> DeadLettersArgs:
    given = {"defaults": defaults(), "remedy": "see why, then send it by hand"}
    return DeadLettersArgs(**{**given, **changes})


def lost(**changes) -> Cloud:
    return deploy(lambda: DeadLetters("lost", args(defaults=defaults(**changes))).arn)


def test_they_stay_as_long_as_the_stage_says_encrypted():
    queue = lost(dead_letter_retention_seconds=345_600).one(sqs.Queue).inputs
    assert queue["messageRetentionSeconds"] == 345_600
    assert queue["sqsManagedSseEnabled"] is True
    assert "redrivePolicy" not in queue
    assert "fifoQueue" not in queue


def test_a_tag_says_what_they_are():
    assert lost().one(sqs.Queue).inputs["tags"] == {**TAGS, "role": "dead-letters"}


def test_no_other_queue_may_leave_dead_letters_here():
    assert lost().one(sqs.Queue).json("redriveAllowPolicy") == {"redrivePermission": "denyAll"}


def test_the_first_one_rings():
    alarm = lost().one(cloudwatch.MetricAlarm, "lost-dead-letters-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "lost-dead-letters"}
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["alarmDescription"] == (
        "A message failed every try: see why, then send it by hand."
    )


def test_only_the_admitted_source_may_leave_some_and_only_over_tls():
    def program() -> None:
        made = DeadLetters("lost", args(admits=True))
        made.admit("placed", "events.amazonaws.com", RULE, pulumi.ResourceOptions())

    policy = deploy(program).one(sqs.QueuePolicy, "placed-dead-letters-policy")
    assert policy.inputs["queueUrl"].endswith("/lost-dead-letters")
    [allow, deny] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": RULE}}
    assert deny["Effect"] == "Deny"
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_no_service_is_admitted_unless_said_and_all_else_is_over_tls():
    policy = lost().one(sqs.QueuePolicy, "lost-dead-letters-policy")
    [deny] = policy.json("policy")["Statement"]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", arn("sqs", "lost-dead-letters"))
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_whoever_keeps_some_may_only_send():
    def program() -> None:
        made = DeadLetters("lost", args())
        Function("sell", function(uses=(made.keep(),)))

    assert grants(deploy(program), "sell") == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": [arn("sqs", "lost-dead-letters")],
        }
    ]
