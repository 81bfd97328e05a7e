from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components.compute.function import Function
from components.data.table import Table, TableArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.queue import Queue
from components.messaging.topic import Topic
from components.objects.bucket import Bucket
from components.references import (
    BucketRef,
    BusRef,
    FunctionRef,
    QueueRef,
    StreamRef,
    TableRef,
    TopicRef,
    WorkflowRef,
)
from components.workflow.definition import Definition
from components.workflow.states import Succeed
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import ACCOUNT, REGION, deploy
from tests.components.sample import function

DONE = WorkflowArgs(definition=Definition((Succeed("Done"),)))
NO_OPTIONS = pulumi.ResourceOptions()
CHINA = "cn-north-1:123456789012"


def known(make: Callable[[], Any]) -> dict[str, Any]:
    """The fields of a reference, as a program sees them when everything is deployed."""
    return deploy(lambda: pulumi.Output.all(**vars(make()))).result


def stream(name: str) -> aws.dynamodb.Table:
    """A table made with ``pulumi_aws`` alone."""
    return aws.dynamodb.Table(name, hash_key="id", stream_enabled=True)


OURS = {
    "function": (FunctionRef, lambda: Function("x", function()), "x-function"),
    "table": (TableRef, lambda: Table("x", TableArgs(key="id", stream=True)), "x-table"),
    "queue": (QueueRef, lambda: Queue("x"), "x-queue"),
    "topic": (TopicRef, lambda: Topic("x"), "x-topic"),
    "bucket": (BucketRef, lambda: Bucket("x"), "x-bucket-id"),
    "bus": (BusRef, lambda: EventBus("x", EventBusArgs(name="x-bus", archive_days=1)), "x-bus"),
    "workflow": (WorkflowRef, lambda: Workflow("x", DONE), "x-machine"),
}
THEIRS = {
    "function": (FunctionRef, lambda: aws.lambda_.Function("x", role="r"), "x"),
    "table": (TableRef, lambda: stream("x"), "x"),
    "queue": (QueueRef, lambda: aws.sqs.Queue("x"), "x"),
    "topic": (TopicRef, lambda: aws.sns.Topic("x"), "x"),
    "bucket": (BucketRef, lambda: aws.s3.Bucket("x"), "x-id"),
    "bus": (BusRef, lambda: aws.cloudwatch.EventBus("x"), "x"),
    "workflow": (
        WorkflowRef,
        lambda: aws.sfn.StateMachine("x", definition="{}", role_arn="r"),
        "x",
    ),
}
ARNS = {
    "function": (FunctionRef, f"arn:aws-cn:lambda:{CHINA}:function:x"),
    "table": (TableRef, f"arn:aws-cn:dynamodb:{CHINA}:table/x"),
    "queue": (QueueRef, f"arn:aws-cn:sqs:{CHINA}:x"),
    "topic": (TopicRef, f"arn:aws-cn:sns:{CHINA}:x"),
    "bucket": (BucketRef, "arn:aws-cn:s3:::x"),
    "bus": (BusRef, f"arn:aws-cn:events:{CHINA}:event-bus/x"),
    "workflow": (WorkflowRef, f"arn:aws-cn:states:{CHINA}:stateMachine:x"),
}


@pytest.mark.parametrize(("kind", "make", "name"), OURS.values(), ids=OURS)
def test_a_component_of_the_catalogue_is_referred_to(kind, make, name):
    found = known(lambda: kind.of(make()))
    assert found["name"] == name
    assert found["arn"].endswith(f":{name.removesuffix('-id')}")


@pytest.mark.parametrize(("kind", "make", "name"), THEIRS.values(), ids=THEIRS)
def test_a_resource_of_pulumi_aws_is_referred_to(kind, make, name):
    found = known(lambda: kind.of(make()))
    assert found["name"] == name
    assert found["arn"].endswith(f":{REGION}:{ACCOUNT}:x")


@pytest.mark.parametrize(("kind", "arn"), ARNS.values(), ids=ARNS)
def test_an_arn_is_enough(kind, arn):
    given = kind.of(arn)
    assert (given.name, given.arn) == ("x", arn)


@pytest.mark.parametrize(("kind", "arn"), ARNS.values(), ids=ARNS)
def test_an_arn_may_become_known_later(kind, arn):
    found = known(lambda: kind.of(pulumi.Output.from_input(arn)))
    assert (found["name"], found["arn"]) == ("x", arn)


@pytest.mark.parametrize(("kind", "arn"), ARNS.values(), ids=ARNS)
def test_the_arn_of_something_else_is_refused(kind, arn):
    other = f"arn:aws:kinesis:{CHINA}:stream/x"
    with pytest.raises(ValueError, match=f" must be given by the ARN of one, got {other}$"):
        kind.of(other)


@pytest.mark.parametrize("kind", [kind for kind, _ in ARNS.values()])
def test_a_resource_of_another_kind_is_refused(kind):
    with pytest.raises(ValueError, match=" or the ARN of one, got aws:sns/topicSub"):
        deploy(
            lambda: kind.of(aws.sns.TopicSubscription("x", topic="t", protocol="sqs", endpoint="q"))
        )


@pytest.mark.parametrize("kind", [kind for kind, _ in ARNS.values()])
def test_a_reference_is_taken_as_it_is(kind):
    given = kind.of(next(arn for other, arn in ARNS.values() if other is kind))
    assert kind.of(given) is given


def test_a_function_is_called_and_a_queue_is_reached_by_what_their_arns_hold():
    _, sell = ARNS["function"]
    assert FunctionRef.of(sell).invoke_arn == (
        f"arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/{sell}/invocations"
    )
    _, jobs = ARNS["queue"]
    assert QueueRef.of(jobs).url == "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/x"


@pytest.mark.parametrize(
    "make",
    [
        lambda: f"arn:aws:lambda:{CHINA}:function:x:live",
        lambda: aws.lambda_.Alias("a", name="live", function_name="x", function_version="1"),
    ],
    ids=["arn", "alias"],
)
def test_an_alias_is_invoked_as_such(make):
    def program() -> None:
        FunctionRef.of(make()).invoked_by("web", "apigateway.amazonaws.com", "arn", NO_OPTIONS)

    permission = deploy(program).one(aws.lambda_.Permission).inputs
    assert (permission["function"], permission["qualifier"]) == ("x", "live")


def test_a_function_without_a_qualifier_is_invoked_by_its_name_alone():
    _, sell = ARNS["function"]

    def program() -> None:
        FunctionRef.of(sell).invoked_by("web", "apigateway.amazonaws.com", "arn", NO_OPTIONS)

    assert "qualifier" not in deploy(program).one(aws.lambda_.Permission).inputs


STREAMS = {
    "ours": (lambda: Table("x", TableArgs(key="id", stream=True)), "x-table/stream"),
    "theirs": (lambda: stream("x"), "x/stream"),
    "arn": (lambda: f"{ARNS['table'][1]}/stream/2026", "table/x/stream/2026"),
}


@pytest.mark.parametrize(("make", "end"), STREAMS.values(), ids=STREAMS)
def test_a_stream_is_found_by_its_table_or_by_its_own_arn(make, end):
    assert known(lambda: StreamRef.of(make()))["arn"].endswith(f":{end}")


def test_a_table_without_a_stream_has_none_to_refer_to():
    with pytest.raises(ValueError, match="stream=True, got a table without a stream"):
        deploy(lambda: StreamRef.of(Table("x", TableArgs(key="id"))))
