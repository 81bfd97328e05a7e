from pulumi_aws import cloudwatch, sqs

from components.compute.function import Function
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_policy import Sender
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

RULE = "arn:aws:events:eu-west-1:123456789012:rule/bus/placed"


def args(**changes) -> DeadLettersArgs:
    given = {"defaults": defaults(), "remedy": "see why, then send it by hand"}
    return DeadLettersArgs(**{**given, **changes})


def lost(**changes) -> Cloud:
    return deploy(lambda: DeadLetters("lost", args(defaults=defaults(**changes))).arn)


def test_it_keeps_messages_as_long_as_the_stage_defaults_say_encrypted():
    queue = lost(dead_letter_retention_seconds=345_600).one(sqs.Queue).inputs
    assert queue["messageRetentionSeconds"] == 345_600
    assert queue["sqsManagedSseEnabled"] is True
    assert "redrivePolicy" not in queue
    assert "fifoQueue" not in queue


def test_a_tag_names_its_role():
    assert lost().one(sqs.Queue).inputs["tags"] == {**TAGS, "role": "dead-letters"}


def test_no_queue_may_redrive_to_it():
    assert lost().one(sqs.Queue).json("redriveAllowPolicy") == {"redrivePermission": "denyAll"}


def test_its_alarm_goes_to_alarm_at_the_first_message():
    alarm = lost().one(cloudwatch.MetricAlarm, "lost-dead-letters-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "lost-dead-letters"}
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["alarmDescription"].startswith(
        "A message is in the dead-letter queue: see why, then send it by hand. Runbook: "
    )


def test_its_policy_allows_its_sender_and_denies_requests_without_tls():
    sender = Sender(service="events.amazonaws.com", source_arn=RULE)
    cloud = deploy(lambda: DeadLetters("lost", args(senders=(sender,))).arn)
    policy = cloud.one(sqs.QueuePolicy, "lost-dead-letters-policy")
    assert policy.inputs["queueUrl"].endswith("/lost-dead-letters")
    [allow, deny] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": RULE}}
    assert deny["Effect"] == "Deny"
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_its_policy_without_senders_only_denies_requests_without_tls():
    policy = lost().one(sqs.QueuePolicy, "lost-dead-letters-policy")
    [deny] = policy.json("policy")["Statement"]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", arn("sqs", "lost-dead-letters"))
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_send_allows_sending_only():
    def program() -> None:
        made = DeadLetters("lost", args())
        Function("sell", function(uses=(made.send(),)))

    assert grants(deploy(program), "sell") == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": [arn("sqs", "lost-dead-letters")],
        }
    ]
