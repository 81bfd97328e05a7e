import pulumi
import pytest
from pulumi_aws import cloudwatch, lambda_, sqs

from components.compute.function import Function
from components.messaging.queue import Queue, QueueArgs
from components.messaging.queue_policy import Sender
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

RULE = "arn:aws:events:eu-west-1:123456789012:rule/bus/placed"


def args(**changes) -> QueueArgs:
    return QueueArgs(**{"visibility_timeout_seconds": 100, "defaults": defaults(), **changes})


def bills(**changes) -> Cloud:
    return deploy(lambda: Queue("bills", args(**changes)).url)


def fed_by_a_rule() -> Cloud:
    return bills(senders=(Sender(service="events.amazonaws.com", source_arn=RULE),))


def granted(verb: str, *variable: str) -> Cloud:
    def program() -> None:
        Function("sell", function(uses=(getattr(Queue("bills", args()), verb)(*variable),)))

    return deploy(program)


def test_it_is_a_queue_and_its_dead_letter_queue():
    assert sorted(queue.name for queue in bills().all(sqs.Queue)) == [
        "bills-dead-letters",
        "bills-queue",
    ]


def test_a_message_that_keeps_failing_moves_to_the_dead_letter_queue():
    assert bills(max_receives=5).one(sqs.Queue, "bills-queue").json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", "bills-dead-letters"),
        "maxReceiveCount": 5,
    }
    assert bills().one(sqs.Queue, "bills-queue").json("redrivePolicy")["maxReceiveCount"] == 3


def test_the_dead_letter_queue_keeps_messages_two_weeks_and_has_no_redrive_policy():
    dead_letters = bills().one(sqs.Queue, "bills-dead-letters").inputs
    assert dead_letters["messageRetentionSeconds"] == 1_209_600
    assert "redrivePolicy" not in dead_letters


def test_both_queues_are_encrypted_and_tagged():
    for queue in bills().all(sqs.Queue):
        assert queue.inputs["sqsManagedSseEnabled"] is True
        assert queue.inputs["tags"] == TAGS


def test_the_visibility_timeout_is_the_one_given():
    queue = bills(visibility_timeout_seconds=43_200).one(sqs.Queue, "bills-queue")
    assert queue.inputs["visibilityTimeoutSeconds"] == 43_200


def test_the_alarm_of_the_dead_letter_queue_goes_to_alarm_at_the_first_message():
    alarm = bills().one(cloudwatch.MetricAlarm, "bills-dead-letters-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "bills-dead-letters"}
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (0, "GreaterThanThreshold")


def test_the_age_alarm_goes_to_alarm_after_two_visibility_timeouts():
    alarm = bills().one(cloudwatch.MetricAlarm, "bills-age-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "bills-queue"}
    assert alarm["threshold"] == 200


@pytest.mark.parametrize(
    ("visibility", "longest"), [(1, 2), (30, 60), (150, 300), (200, 300), (300, 300), (1500, 1500)]
)
def test_a_message_has_waited_too_long_after_two_attempts_or_five_minutes(visibility, longest):
    args = QueueArgs(visibility_timeout_seconds=visibility)
    assert args.longest_wait_seconds() == longest


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_the_policy_of_a_queue_allows_its_sender_and_denies_requests_without_tls(role):
    policy = fed_by_a_rule().one(sqs.QueuePolicy, f"bills-{role}-policy")
    queue = arn("sqs", f"bills-{role}")
    assert policy.inputs["queueUrl"].endswith(f"/bills-{role}")
    assert policy.json("policy")["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue,
            "Condition": {"ArnEquals": {"aws:SourceArn": RULE}},
        },
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_the_policy_of_a_queue_without_senders_only_denies_requests_without_tls(role):
    policy = bills().one(sqs.QueuePolicy, f"bills-{role}-policy")
    assert policy.inputs["queueUrl"].endswith(f"/bills-{role}")
    [deny] = policy.json("policy")["Statement"]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", arn("sqs", f"bills-{role}"))
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("made", [bills, fed_by_a_rule])
def test_each_queue_has_one_policy(made):
    policies = made().all(sqs.QueuePolicy)
    assert sorted(policy.name for policy in policies) == [
        "bills-dead-letters-policy",
        "bills-queue-policy",
    ]


def test_a_queue_needs_no_arguments():
    cloud = deploy(lambda: Queue("jobs").url)
    queue = cloud.one(sqs.Queue, "jobs-queue").inputs
    assert queue["visibilityTimeoutSeconds"] == 150
    assert "alarmActions" not in cloud.one(cloudwatch.MetricAlarm, "jobs-age-alarm").inputs


def test_a_grant_without_a_variable_adds_no_environment():
    function = granted("send").one(lambda_.Function).inputs
    assert function["environment"]["variables"] == {}
    function = granted("consume").one(lambda_.Function).inputs
    assert function["environment"]["variables"] == {}


def test_the_resources_of_a_queue_are_its_attributes():
    def program() -> list[pulumi.Output[str]]:
        made = Queue("bills", args())
        resources = (
            made.queue,
            made.dead_letter_queue,
            made.redrive_allow_policy,
            made.queue_policy,
            made.dead_letter_queue_policy,
            made.dead_letter_queue_alarm,
            made.age_alarm,
        )
        assert made.policies == [made.queue_policy, made.dead_letter_queue_policy]
        return [resource.urn for resource in resources]

    cloud = deploy(program)
    assert sorted(cloud.result) == sorted(each.urn for each in cloud.resources if each.custom)


def test_send_allows_sending_only_and_its_variable_holds_the_url():
    cloud = granted("send", "BILLS_QUEUE")
    assert grants(cloud, "sell") == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": [arn("sqs", "bills-queue")],
        }
    ]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {
        "BILLS_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/bills-queue"
    }


def test_consume_allows_receiving_and_not_sending():
    assert grants(granted("consume"), "sell") == [
        {
            "Effect": "Allow",
            "Action": [
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueAttributes",
            ],
            "Resource": [arn("sqs", "bills-queue")],
        }
    ]


def test_the_variable_of_consume_holds_the_url():
    variables = (
        granted("consume", "QUEUE_URL").one(lambda_.Function).inputs["environment"]["variables"]
    )
    assert variables == {
        "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/bills-queue"
    }


def test_only_its_own_queue_may_move_messages_to_the_dead_letter_queue():
    sources = bills().one(sqs.RedriveAllowPolicy, "bills-dead-letters-sources")
    assert sources.inputs["queueUrl"].endswith("/bills-dead-letters")
    assert sources.json("redriveAllowPolicy") == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [arn("sqs", "bills-queue")],
    }


@pytest.mark.parametrize("name", ["bills-queue", "bills-dead-letters"])
def test_the_dead_letter_queue_of_a_fifo_queue_is_fifo(name):
    queue = bills(fifo=True).one(sqs.Queue, name).inputs
    assert queue["fifoQueue"] is True
    assert queue["contentBasedDeduplication"] is True
    assert queue["deduplicationScope"] == "messageGroup"
    assert queue["fifoThroughputLimit"] == "perMessageGroupId"


@pytest.mark.parametrize("name", ["bills-queue", "bills-dead-letters"])
def test_a_queue_is_a_standard_queue_by_default(name):
    queue = bills().one(sqs.Queue, name).inputs
    ordered = {"fifoQueue", "contentBasedDeduplication", "deduplicationScope"}
    assert ordered.isdisjoint(queue)


@pytest.mark.parametrize("receives", [2, 6])
def test_too_few_and_too_many_receives_are_refused(receives):
    with pytest.raises(ValueError) as refused:
        args(max_receives=receives)
    assert str(refused.value) == f"max_receives must be between 3 and 5, got {receives}"


@pytest.mark.parametrize("seconds", [0, 43_201])
def test_a_visibility_timeout_outside_the_limits_of_sqs_is_refused(seconds):
    with pytest.raises(ValueError) as refused:
        args(visibility_timeout_seconds=seconds)
    assert (
        str(refused.value)
        == f"visibility_timeout_seconds must be between 1 and 43200, got {seconds}"
    )
