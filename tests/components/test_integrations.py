import pytest
from pulumi_aws import sfn

from components.access import Access
from components.arn import completion_rule_of, executions_of
from components.compute.function import Function
from components.data.table import Table, TableArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.topic import Topic, TopicArgs
from components.workflow.definition import Definition
from components.workflow.errors import LAMBDA_UNAVAILABLE, TASK_FAILED
from components.workflow.integrations import (
    get_item,
    invoke,
    invoke_and_wait,
    publish,
    put_events,
    put_item,
    send_message,
    send_message_and_wait,
    start_execution,
    update_item,
)
from components.workflow.kind import Express
from components.workflow.states import Succeed, Task
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import deploy
from tests.components.sample import arn, defaults, function, grants

BUS = arn("events", "event-bus/shop")
KEY = {"orderId": {"S.$": "$.orderId"}}


def table() -> Table:
    return Table("orders", TableArgs(key="orderId", defaults=defaults()))


def queue() -> Queue:
    return Queue("parcels", QueueArgs(visibility_timeout_seconds=60, defaults=defaults()))


def topic() -> Topic:
    return Topic("news", TopicArgs())


def pack() -> Function:
    return Function("pack", function())


def other() -> Workflow:
    done = Definition((Succeed("Done"),))
    return Workflow("other", WorkflowArgs(definition=done, defaults=defaults()))


def asked(make):
    """The state that a task with this integration becomes, and what its workflow may do."""

    def program() -> None:
        definition = Definition((Task("Ask", does=make(), timeout=60),))
        Workflow("ask", WorkflowArgs(definition=definition, defaults=defaults()))

    cloud = deploy(program)
    state = cloud.one(sfn.StateMachine, "ask-machine").json("definition")["States"]["Ask"]
    return state, [(grant["Action"], grant["Resource"]) for grant in grants(cloud, "ask")]


def test_a_function_is_invoked_by_its_arn_so_that_its_result_has_no_envelope():
    state, allowed = asked(lambda: invoke(pack()))
    assert state["Resource"] == arn("lambda", "pack-function")
    assert "Parameters" not in state
    assert state["Retry"][0]["ErrorEquals"] == list(LAMBDA_UNAVAILABLE)
    assert allowed == [(["lambda:InvokeFunction"], [arn("lambda", "pack-function")])]


def test_a_function_may_get_a_payload_in_place_of_the_input():
    state, _ = asked(lambda: invoke(pack(), {"orderId.$": "$.orderId"}))
    assert state["Parameters"] == {"orderId.$": "$.orderId"}


def test_a_function_that_ends_its_task_gets_the_token_and_the_whole_input():
    state, allowed = asked(lambda: invoke_and_wait(pack()))
    assert state["Resource"] == "arn:aws:states:::lambda:invoke.waitForTaskToken"
    assert state["Parameters"] == {
        "FunctionName": arn("lambda", "pack-function"),
        "Payload": {"token.$": "$$.Task.Token", "input.$": "$"},
    }
    assert allowed == [(["lambda:InvokeFunction"], [arn("lambda", "pack-function")])]


def test_a_function_that_ends_its_task_may_get_a_payload_in_place_of_the_input():
    state, _ = asked(lambda: invoke_and_wait(pack(), {"orderId.$": "$.orderId"}))
    assert state["Parameters"]["Payload"] == {
        "token.$": "$$.Task.Token",
        "orderId.$": "$.orderId",
    }


@pytest.mark.parametrize("name", ["token", "token.$"])
def test_a_payload_with_a_token_of_its_own_is_refused(name):
    def program() -> None:
        with pytest.raises(ValueError, match="payload must not have the key token"):
            invoke_and_wait(pack(), {name: "$.token"})

    deploy(program)


def test_the_timeout_of_a_task_must_be_longer_than_its_functions():
    def program() -> None:
        assert invoke(pack()).least_timeout == 50
        with pytest.raises(ValueError, match="Ask: timeout must be at least 50 seconds"):
            Task("Ask", does=invoke(pack()), timeout=49)

    deploy(program)


def test_a_task_that_waits_for_a_token_may_time_out_before_its_function():
    def program() -> None:
        Task("Ask", does=invoke_and_wait(pack()), timeout=5)

    deploy(program)


TABLES = {
    "put": (
        lambda: put_item(table(), {**KEY, "units": {"N": "1"}}),
        ("putItem", "PutItem", {"Item": {**KEY, "units": {"N": "1"}}}),
    ),
    "put on a condition": (
        lambda: put_item(table(), KEY, condition="attribute_not_exists(orderId)"),
        (
            "putItem",
            "PutItem",
            {"Item": KEY, "ConditionExpression": "attribute_not_exists(orderId)"},
        ),
    ),
    "update": (
        lambda: update_item(
            table(),
            KEY,
            "SET #status = :paid",
            names={"#status": "status"},
            values={":paid": {"S": "PAID"}},
            condition="attribute_exists(orderId)",
        ),
        (
            "updateItem",
            "UpdateItem",
            {
                "Key": KEY,
                "UpdateExpression": "SET #status = :paid",
                "ConditionExpression": "attribute_exists(orderId)",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":paid": {"S": "PAID"}},
            },
        ),
    ),
    "update without more": (
        lambda: update_item(table(), KEY, "REMOVE token"),
        ("updateItem", "UpdateItem", {"Key": KEY, "UpdateExpression": "REMOVE token"}),
    ),
    "get": (
        lambda: get_item(table(), KEY),
        ("getItem", "GetItem", {"Key": KEY, "ConsistentRead": True}),
    ),
}


@pytest.mark.parametrize(("make", "expected"), TABLES.values(), ids=TABLES)
def test_a_table_is_called_directly_and_only_that_action_is_granted(make, expected):
    call, action, parameters = expected
    state, allowed = asked(make)
    assert state["Resource"] == f"arn:aws:states:::dynamodb:{call}"
    assert state["Parameters"] == {"TableName": "orders-table", **parameters}
    assert state["Retry"][0]["ErrorEquals"] == [TASK_FAILED]
    assert allowed == [([f"dynamodb:{action}"], [arn("dynamodb", "orders-table")])]


def test_a_message_is_sent_to_a_queue_directly():
    state, allowed = asked(lambda: send_message(queue(), {"orderId.$": "$.orderId"}))
    assert state["Resource"] == "arn:aws:states:::sqs:sendMessage"
    assert state["Parameters"] == {
        "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/parcels-queue",
        "MessageBody": {"orderId.$": "$.orderId"},
    }
    assert allowed == [(["sqs:SendMessage"], [arn("sqs", "parcels-queue")])]


def test_a_message_may_have_a_message_group():
    state, _ = asked(lambda: send_message(queue(), {}, group="$.orderId"))
    assert state["Parameters"]["MessageGroupId.$"] == "$.orderId"


def test_a_consumer_may_end_the_task_and_its_errors_are_not_retried():
    state, allowed = asked(lambda: send_message_and_wait(queue(), {"orderId.$": "$.orderId"}))
    assert state["Resource"] == "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    assert state["Parameters"]["MessageBody"] == {
        "token.$": "$$.Task.Token",
        "orderId.$": "$.orderId",
    }
    errors = [error for retry in state["Retry"] for error in retry["ErrorEquals"]]
    assert {error.split(".")[0] for error in errors} == {"SQS"}
    assert allowed == [(["sqs:SendMessage"], [arn("sqs", "parcels-queue")])]


def test_a_message_is_published_on_a_topic_directly():
    state, allowed = asked(lambda: publish(topic(), {"orderId.$": "$.orderId"}))
    assert state["Resource"] == "arn:aws:states:::sns:publish"
    assert state["Parameters"] == {
        "TopicArn": arn("sns", "news-topic"),
        "Message": {"orderId.$": "$.orderId"},
    }
    assert allowed == [(["sns:Publish"], [arn("sns", "news-topic")])]


def test_an_event_is_put_on_a_bus_directly_with_the_grant_of_the_bus():
    grant = Access(actions=("events:PutEvents",), resources=(BUS,))
    state, allowed = asked(
        lambda: put_events(
            "shop", grant, source="orders", detail_type="OrderLost", detail={"id.$": "$.orderId"}
        )
    )
    assert state["Resource"] == "arn:aws:states:::events:putEvents"
    assert state["Parameters"]["Entries"] == [
        {
            "EventBusName": "shop",
            "Source": "orders",
            "DetailType": "OrderLost",
            "Detail": {"id.$": "$.orderId"},
        }
    ]
    assert allowed == [(["events:PutEvents"], [BUS])]


def test_another_workflow_is_run_to_its_end():
    state, allowed = asked(lambda: start_execution(other()))
    machine = arn("sfn", "other-machine")
    assert state["Resource"] == "arn:aws:states:::states:startExecution.sync:2"
    assert state["Parameters"] == {"StateMachineArn": machine, "Input.$": "$"}
    assert TASK_FAILED not in state["Retry"][0]["ErrorEquals"]
    assert allowed == [
        (["states:StartExecution"], [machine]),
        (["states:DescribeExecution", "states:StopExecution"], [executions_of(machine)]),
        (
            ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            [completion_rule_of(machine)],
        ),
    ]


def test_another_workflow_may_get_a_payload_in_place_of_the_input():
    state, _ = asked(lambda: start_execution(other(), {"orderId.$": "$.orderId"}))
    assert state["Parameters"]["Input"] == {"orderId.$": "$.orderId"}


def test_the_arns_of_executions_and_of_the_completion_rule():
    machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:other-1a2b"
    assert executions_of(machine) == (
        "arn:aws:states:eu-west-1:123456789012:execution:other-1a2b:*"
    )
    assert completion_rule_of(machine) == (
        "arn:aws:events:eu-west-1:123456789012:rule/"
        "StepFunctionsGetEventsForStepFunctionsExecutionRule"
    )


CHINA = "cn-north-1:123456789012"
EXISTING = {
    "a function": (
        lambda: invoke(f"arn:aws-cn:lambda:{CHINA}:function:pack"),
        f"arn:aws-cn:lambda:{CHINA}:function:pack",
    ),
    "a function and its token": (
        lambda: invoke_and_wait(f"arn:aws-cn:lambda:{CHINA}:function:pack"),
        "arn:aws-cn:states:::lambda:invoke.waitForTaskToken",
    ),
    "a table": (
        lambda: get_item(f"arn:aws-cn:dynamodb:{CHINA}:table/orders", KEY),
        "arn:aws-cn:states:::dynamodb:getItem",
    ),
    "a queue": (
        lambda: send_message(f"arn:aws-cn:sqs:{CHINA}:parcels", {}),
        "arn:aws-cn:states:::sqs:sendMessage",
    ),
    "a queue and a token": (
        lambda: send_message_and_wait(f"arn:aws-cn:sqs:{CHINA}:parcels", {}),
        "arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken",
    ),
    "a topic": (
        lambda: publish(f"arn:aws-cn:sns:{CHINA}:news", {}),
        "arn:aws-cn:states:::sns:publish",
    ),
    "a workflow": (
        lambda: start_execution(f"arn:aws-cn:states:{CHINA}:stateMachine:other"),
        "arn:aws-cn:states:::states:startExecution.sync:2",
    ),
}


@pytest.mark.parametrize(("make", "resource"), EXISTING.values(), ids=EXISTING)
def test_an_existing_resource_is_called_in_its_own_partition(make, resource):
    state, allowed = asked(make)
    assert state["Resource"] == resource
    assert all(arn.startswith("arn:aws-cn:") for _, arns in allowed for arn in arns)


def test_the_timeout_of_an_existing_function_is_unknown():
    existing = invoke(arn("lambda", "function:pack"))
    assert (existing.function_timeout, existing.least_timeout) == (None, 0)


def test_an_express_workflow_cannot_be_run_by_another():
    def program() -> None:
        done = Definition((Succeed("Done"),))
        express = Express(executions_per_second=5_000, repeatable=True)
        with pytest.raises(ValueError, match="an EXPRESS workflow keeps no executions"):
            start_execution(Workflow("other", WorkflowArgs(definition=done, express=express)))

    deploy(program)
