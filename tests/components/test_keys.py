"""What a grant gives of the key that its resource is encrypted with."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws
import pytest

from components.access import Access, policy, statements
from components.compute.function import Function
from components.keys import key_statement
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.topic import Topic, TopicArgs
from components.references import BucketRef, QueueRef, StreamRef, TableRef, TopicRef
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from components.workflow.definition import Definition
from components.workflow.integrations import get_item, publish, put_item, send_message
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import ACCOUNT, deploy
from tests.components.sample import arn, function, grants
from tests.keyed import keyed, missing

HERE = f"eu-west-1:{ACCOUNT}"
QUEUE = f"arn:aws:sqs:{HERE}:jobs"
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
KEY = f"arn:aws:kms:{HERE}:key/{KEY_ID}"
SEND = ("sqs:SendMessage",)
TO_SEND = {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"]}


def given(key):
    return key_statement(key, QUEUE, SEND)


@pytest.mark.parametrize("key", [KEY, KEY_ID])
def test_a_key_is_allowed_by_its_arn(key):
    assert given(key) == {**TO_SEND, "Resource": [KEY]}


@pytest.mark.parametrize("alias", ["alias/orders", f"arn:aws:kms:{HERE}:alias/orders"])
def test_a_key_given_by_its_alias_is_allowed_as_the_one_with_that_alias(alias):
    assert given(alias) == {
        **TO_SEND,
        "Resource": [f"arn:aws:kms:{HERE}:key/*"],
        "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/orders"}},
    }


@pytest.mark.parametrize("key", [None, "", "alias/aws/sqs", f"arn:aws:kms:{HERE}:alias/aws/sqs"])
def test_without_a_key_of_its_own_a_resource_needs_nothing(key):
    assert given(key) is None


def test_an_action_that_does_not_use_the_key_needs_nothing_of_it():
    assert key_statement(KEY, QUEUE, ("sqs:DeleteMessage", "sqs:GetQueueAttributes")) is None


def test_the_key_of_a_bucket_must_be_given_by_its_arn():
    for key in (KEY_ID, "alias/files"):
        with pytest.raises(ValueError, match="must be given by its ARN, which names account"):
            key_statement(key, "arn:aws:s3:::files/*", ("s3:GetObject",))
    assert key_statement(KEY, "arn:aws:s3:::files/*", ("s3:GetObject",)) == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [KEY],
    }


def test_a_key_that_turns_out_to_be_none_leaves_no_statement():
    def program(key) -> pulumi.Input[str]:
        access = Access(actions=SEND, resources=(QUEUE,), key=pulumi.Output.from_input(key))
        return policy(*statements(access))

    assert "kms" not in deploy(lambda: program(None)).result
    assert deploy(lambda: program(KEY)).result.count("kms:Decrypt") == 1
    assert "null" not in deploy(lambda: program(None)).result


def test_a_reference_takes_the_key_that_an_arn_does_not_show():
    queue, topic = QueueRef.of(QUEUE, KEY), TopicRef.of(f"arn:aws:sns:{HERE}:news", KEY)
    bucket = BucketRef.of("arn:aws:s3:::files", KEY)
    table = TableRef.of(f"arn:aws:dynamodb:{HERE}:table/orders", KEY)
    stream = StreamRef.of(f"arn:aws:dynamodb:{HERE}:table/orders/stream/2026", KEY)
    asked = {
        "kms:Decrypt": (queue.consume(), bucket.read(), stream.consume()[0]),
        "kms:GenerateDataKey": (queue.send(), topic.publish(), bucket.write(), table.write()),
        "kms:DescribeKey": (table.read(), table.scan(), table.create(), table.back_up()[0]),
    }
    for action, accesses in asked.items():
        for access in accesses:
            [_, of_key] = known(access)
            assert action in of_key["Action"]
            assert of_key["Resource"] == [KEY]
    assert len(statements(bucket.delete(), bucket.list(), stream.consume()[1])) == 3


def known(access):
    """The statements of a grant, with every output in them known."""
    return deploy(lambda: pulumi.Output.from_input(statements(access))).result


def own(name: str) -> aws.kms.Key:
    return aws.kms.Key(name)


def test_a_function_that_publishes_to_a_topic_with_a_key_may_use_it():
    def program() -> None:
        topic = Topic("news", TopicArgs(account=ACCOUNT, services=("cloudwatch.amazonaws.com",)))
        Function("sell", function(uses=(topic.publish("NEWS_TOPIC"),)))

    assert grants(deploy(program), "sell") == [
        {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": [arn("sns", "news-topic")]},
        {**TO_SEND, "Resource": [arn("kms", "news-key")]},
    ]


def every_use() -> None:
    """Existing resources with keys, under every component that takes one."""
    queue = aws.sqs.Queue("jobs", kms_master_key_id=own("jobs-key").arn)
    topic = aws.sns.Topic("news", kms_master_key_id=own("news-key").arn)
    table = aws.dynamodb.Table(
        "orders",
        hash_key="id",
        stream_enabled=True,
        server_side_encryption={"enabled": True, "kms_key_arn": own("orders-key").arn},
    )
    stored = TableRef.of(table)
    jobs, news = QueueRef.of(queue), TopicRef.of(topic)
    Function("sell", function(uses=(jobs.send(), news.publish(), stored.read_write())))
    Function("scan", function(uses=(jobs.consume(), stored.scan(), stored.delete())))
    Function("back-up", function(uses=stored.back_up(), on_failure=queue))
    StreamWorker("changes", StreamWorkerArgs(table=table, function=function()))
    rule = {"bus_name": "shop", "pattern": {"source": ["orders"]}}
    EventRule("to-queue", EventRuleArgs(queue=queue, **rule))
    EventRule("to-topic", EventRuleArgs(topic=topic, **rule))
    steps = (
        Task("Send", next="Publish", timeout=20, does=send_message(queue, {})),
        Task("Publish", next="Put", timeout=20, does=publish(topic, {})),
        Task("Put", next="Get", timeout=20, does=put_item(table, {})),
        Task("Get", timeout=20, does=get_item(table, {})),
    )
    Workflow("fulfil", WorkflowArgs(definition=Definition(steps)))


def test_every_use_of_a_resource_with_a_key_may_use_the_key():
    cloud = deploy(every_use)
    assert len(keyed(cloud)) == 3
    assert missing(cloud) == []
    granted = [each for each in cloud.all(aws.iam.RolePolicy) if "kms:" in each.inputs["policy"]]
    assert {each.name for each in granted} == {
        "sell-permissions",
        "scan-permissions",
        "back-up-permissions",
        "changes-permissions",
        "to-queue-rule-permissions",
        "to-topic-rule-permissions",
        "fulfil-permissions",
    }


def test_a_role_that_lacks_a_key_and_a_service_that_the_key_does_not_allow_are_found():
    def program() -> None:
        topic = aws.sns.Topic("news", kms_master_key_id=own("news-key").arn)
        Function("sell", function(uses=(TopicRef.of(topic.arn).publish(),)))
        aws.cloudwatch.MetricAlarm(
            "late", comparison_operator="x", evaluation_periods=1, alarm_actions=[topic.arn]
        )

    lacks = f"has no kms:Decrypt, kms:GenerateDataKey for {arn('sns', 'news')}"
    assert missing(deploy(program)) == [
        f"sell-permissions {lacks}",
        f"cloudwatch.amazonaws.com {lacks}",
    ]


def test_in_a_preview_a_key_that_is_not_known_leaves_the_rest_of_the_policy_known():
    """The engine shows no value for an output that the provider leaves out."""

    def program() -> pulumi.Output[str]:
        queue = aws.sqs.Queue("jobs")
        vars(queue)["kms_master_key_id"] = pulumi.Output.from_input(pulumi.output.UNKNOWN)
        return pulumi.Output.from_input(policy(*statements(QueueRef.of(queue).send())))

    [allowed] = json.loads(deploy(program).result)["Statement"]
    assert allowed["Action"] == ["sqs:SendMessage"]
