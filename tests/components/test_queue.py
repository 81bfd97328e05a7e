import pulumi
import pytest
from pulumi_aws import cloudwatch, lambda_, sqs

from components.compute.function import Function
from components.messaging.queue import Queue, QueueArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

RULE = "arn:aws:events:eu-west-1:123456789012:rule/bus/placed"


def args(**changes) -> QueueArgs:
    return QueueArgs(**{"visibility_seconds": 100, "defaults": defaults(), **changes})


def bills(**changes) -> Cloud:
    return deploy(lambda: Queue("bills", args(**changes)).url)


def admitted() -> Cloud:
    def program() -> None:
        child = pulumi.ResourceOptions()
        Queue("bills", args(admits=True)).admit("bills", "events.amazonaws.com", RULE, child)

    return deploy(program)


def granted(verb: str, *variable: str) -> Cloud:
    def program() -> None:
        Function("sell", function(uses=(getattr(Queue("bills", args()), verb)(*variable),)))

    return deploy(program)


def refusal(program) -> str:
    with pytest.raises(ValueError) as refused:
        deploy(program)
    return str(refused.value)


def test_it_is_a_queue_and_its_dead_letters():
    assert sorted(queue.name for queue in bills().all(sqs.Queue)) == [
        "bills-dead-letters",
        "bills-queue",
    ]


def test_a_message_that_keeps_failing_moves_to_the_dead_letters():
    assert bills(max_receives=5).one(sqs.Queue, "bills-queue").json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", "bills-dead-letters"),
        "maxReceiveCount": 5,
    }
    assert bills().one(sqs.Queue, "bills-queue").json("redrivePolicy")["maxReceiveCount"] == 3


def test_dead_letters_stay_two_weeks_and_move_nowhere():
    dead_letters = bills().one(sqs.Queue, "bills-dead-letters").inputs
    assert dead_letters["messageRetentionSeconds"] == 1_209_600
    assert "redrivePolicy" not in dead_letters


def test_both_queues_are_encrypted_and_tagged():
    for queue in bills().all(sqs.Queue):
        assert queue.inputs["sqsManagedSseEnabled"] is True
        assert queue.inputs["tags"] == TAGS


def test_a_receiver_keeps_a_message_as_long_as_was_said():
    queue = bills(visibility_seconds=43_200).one(sqs.Queue, "bills-queue")
    assert queue.inputs["visibilityTimeoutSeconds"] == 43_200


def test_the_first_dead_letter_rings():
    alarm = bills().one(cloudwatch.MetricAlarm, "bills-dead-letters-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "bills-dead-letters"}
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (0, "GreaterThanThreshold")


def test_a_message_older_than_two_tries_rings():
    alarm = bills().one(cloudwatch.MetricAlarm, "bills-age-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "bills-queue"}
    assert alarm["threshold"] == 200


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_only_the_admitted_source_of_the_admitted_service_may_deliver_and_only_over_tls(role):
    policy = admitted().one(sqs.QueuePolicy, f"bills-{role}-policy")
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
def test_nobody_is_admitted_unless_said_and_all_else_is_over_tls(role):
    policy = bills().one(sqs.QueuePolicy, f"bills-{role}-policy")
    assert policy.inputs["queueUrl"].endswith(f"/bills-{role}")
    [deny] = policy.json("policy")["Statement"]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", arn("sqs", f"bills-{role}"))
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("made", [bills, admitted])
def test_each_queue_has_one_policy(made):
    policies = made().all(sqs.QueuePolicy)
    assert sorted(policy.name for policy in policies) == [
        "bills-dead-letters-policy",
        "bills-queue-policy",
    ]


def test_a_second_source_is_refused():
    def program() -> None:
        queue = Queue("bills", args(admits=True))
        queue.admit("placed", "events.amazonaws.com", RULE, pulumi.ResourceOptions())
        queue.admit("paid", "events.amazonaws.com", RULE, pulumi.ResourceOptions())

    assert refusal(program) == "a queue admits one source; paid would replace placed"


def test_a_source_of_a_closed_queue_is_refused():
    def program() -> None:
        queue = Queue("bills", args())
        queue.admit("placed", "events.amazonaws.com", RULE, pulumi.ResourceOptions())

    assert refusal(program) == "a queue must be made with admits=True to admit placed, got False"


def test_a_sender_may_only_send_and_learns_the_url():
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


def test_a_consumer_may_receive_and_never_send():
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


def test_a_consumer_learns_which_queue_to_ask_for_a_message_again():
    variables = granted("consume").one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {
        "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/bills-queue"
    }


def test_only_its_own_queue_may_leave_dead_letters():
    sources = bills().one(sqs.RedriveAllowPolicy, "bills-dead-letters-sources")
    assert sources.inputs["queueUrl"].endswith("/bills-dead-letters")
    assert sources.json("redriveAllowPolicy") == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [arn("sqs", "bills-queue")],
    }


@pytest.mark.parametrize("name", ["bills-queue", "bills-dead-letters"])
def test_an_ordered_queue_keeps_order_in_its_dead_letters_too(name):
    queue = bills(fifo=True).one(sqs.Queue, name).inputs
    assert queue["fifoQueue"] is True
    assert queue["contentBasedDeduplication"] is True
    assert queue["deduplicationScope"] == "messageGroup"
    assert queue["fifoThroughputLimit"] == "perMessageGroupId"


@pytest.mark.parametrize("name", ["bills-queue", "bills-dead-letters"])
def test_a_queue_is_in_no_order_unless_said(name):
    queue = bills().one(sqs.Queue, name).inputs
    ordered = {"fifoQueue", "contentBasedDeduplication", "deduplicationScope"}
    assert ordered.isdisjoint(queue)


@pytest.mark.parametrize("receives", [2, 6])
def test_too_few_and_too_many_receives_are_refused(receives):
    with pytest.raises(ValueError) as refused:
        args(max_receives=receives)
    assert str(refused.value) == f"max_receives must be between 3 and 5, got {receives}"


@pytest.mark.parametrize("seconds", [0, 43_201])
def test_a_visibility_that_aws_would_refuse_is_refused_here(seconds):
    with pytest.raises(ValueError) as refused:
        args(visibility_seconds=seconds)
    assert str(refused.value) == f"visibility_seconds must be between 1 and 43200, got {seconds}"
