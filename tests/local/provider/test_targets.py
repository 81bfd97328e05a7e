"""Where rules send events, on the emulator."""

from __future__ import annotations

import json

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.lambda_world import ROLE, trust
from tests.local.provider.walk import walk

CONNECTION = "aws:cloudwatch/eventConnection:EventConnection"
DESTINATION = "aws:cloudwatch/eventApiDestination:EventApiDestination"
MACHINE = "aws:sfn/stateMachine:StateMachine"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
API_KEY = {"apiKey": {"key": "x-api-key", "value": "hidden"}}
ANSWER = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}}


@pytest.fixture
def bus(shop):
    return shop.make("aws:cloudwatch/eventBus:EventBus", "b")


@pytest.fixture
def rule(shop, bus):
    return rule_on(shop, bus, {"source": ["orders"]})


@pytest.fixture
def role(shop):
    return shop.make(ROLE, "events", assumeRolePolicy=trust("events")).state["arn"]


@pytest.fixture
def connection(shop):
    return shop.make(CONNECTION, "partner", authorizationType="API_KEY", authParameters=API_KEY)


@pytest.fixture
def destination(shop, connection):
    return shop.make(
        DESTINATION,
        "hook",
        connectionArn=connection.state["arn"],
        httpMethod="POST",
        invocationEndpoint="https://partner.example/orders/*",
    )


def rule_on(shop, bus, pattern):
    return shop.make(RULE, "r", eventBusName=bus.id, eventPattern=json.dumps(pattern))


def target_of(shop, rule, arn, **more):
    return shop.make(
        TARGET,
        "t",
        rule=rule.inputs["name"],
        eventBusName=rule.inputs["eventBusName"],
        arn=arn,
        **more,
    )


def send(bus, source, detail):
    entry = {
        "EventBusName": bus.id,
        "Source": source,
        "DetailType": "OrderPlaced",
        "Detail": json.dumps(detail),
    }
    bus.provider.cloud.client("events").put_events(Entries=[entry])


def test_a_connection_keeps_its_secret_as_the_program_gave_it(connection):
    assert connection.read()[0]["authParameters"] == API_KEY
    walk(
        connection,
        description="for a test",
        authParameters={"apiKey": {"key": "x-api-key", "value": "rotated"}},
    )


def test_a_connection_by_name_and_password(shop):
    said = {
        "basic": {"username": "shop", "password": "hidden"},
        "invocationHttpParameters": {
            "headers": [{"key": "x-shop", "value": "1", "isValueSecret": False}]
        },
    }
    made = shop.make(CONNECTION, "basic", authorizationType="BASIC", authParameters=said)
    held = made.provider.cloud.client("events").describe_connection(Name=made.id)["AuthParameters"]
    assert held["BasicAuthParameters"]["Username"] == "shop"
    assert held["InvocationHttpParameters"]["HeaderParameters"][0]["Key"] == "x-shop"


def test_a_destination(destination):
    walk(
        destination,
        httpMethod="PUT",
        invocationEndpoint="https://partner.example/hook",
        invocationRateLimitPerSecond=10,
        description="for a test",
    )


def test_a_target_outside_aws(shop, rule, role, destination):
    made = target_of(
        shop,
        rule,
        destination.state["arn"],
        roleArn=role,
        retryPolicy={"maximumEventAgeInSeconds": 3600, "maximumRetryAttempts": 3},
        httpTarget={
            "headerParameters": {"X-Shop": "1"},
            "pathParameterValues": ["$.detail.orderId"],
        },
    )
    walk(made, httpTarget={"queryStringParameters": {"q": "v"}}, inputPath="$.detail")


def test_an_event_starts_a_workflow_with_what_the_rule_makes_of_it(shop, bus, rule, role):
    does = shop.make(ROLE, "machine", assumeRolePolicy=trust("states")).state["arn"]
    machine = shop.make(MACHINE, "m", roleArn=does, definition=json.dumps(ANSWER))
    made = target_of(
        shop,
        rule,
        machine.id,
        roleArn=role,
        inputTransformer={
            "inputPaths": {"orderId": "$.detail.orderId", "units": "$.detail.units"},
            "inputTemplate": '{"orderId": <orderId>, "units": <units>}',
        },
    )
    send(bus, "orders", {"orderId": "a", "units": 3})
    assert started(machine) == [{"orderId": "a", "units": 3}]
    walk(made, inputTransformer={"inputTemplate": '"constant"'})


def started(machine):
    client = machine.provider.cloud.client("stepfunctions")
    runs = client.list_executions(stateMachineArn=machine.id)["executions"]
    inputs = [client.describe_execution(executionArn=run["executionArn"]) for run in runs]
    return [json.loads(one["input"]) for one in inputs]


def test_an_event_is_passed_on_to_another_bus(shop, bus, rule, role):
    other = shop.make("aws:cloudwatch/eventBus:EventBus", "other")
    consumer = shop.make("aws:sqs/queue:Queue", "consumer")
    target_of(shop, rule, other.state["arn"], roleArn=role)
    there = shop.make(RULE, "there", eventBusName=other.id, eventPattern='{"source": ["orders"]}')
    shop.make(
        TARGET,
        "consumer",
        rule=there.inputs["name"],
        eventBusName=other.id,
        arn=consumer.state["arn"],
    )
    send(bus, "orders", {"orderId": "a"})
    assert [body["detail"] for body in bodies(consumer)] == [{"orderId": "a"}]


def test_a_rule_distinguishes_live_from_replayed_events_and_modes(shop, bus):
    consumer = shop.make("aws:sqs/queue:Queue", "consumer")
    by_mode = [{"data": {"mode": ["saga"]}}, {"data": {"mode": [{"exists": False}]}}]
    pattern = {
        "source": ["orders"],
        "replay-name": [{"exists": False}, {"prefix": "analytics-count."}],
        "detail": {"$or": by_mode},
    }
    rule = rule_on(shop, bus, pattern)
    target_of(shop, rule, consumer.state["arn"])
    for number, data in enumerate(({"mode": "saga"}, {"mode": "other"}, {"none": 1})):
        send(bus, "orders", {"number": number, "data": data})
    assert [body["detail"]["number"] for body in bodies(consumer)] == [0, 2]


def bodies(queue):
    sqs = queue.provider.cloud.client("sqs")
    seen = sqs.receive_message(QueueUrl=queue.id, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    return [json.loads(message["Body"]) for message in seen.get("Messages", [])]


def test_an_event_for_an_ordered_queue_joins_its_group(shop, bus, rule):
    ordered = shop.make("aws:sqs/queue:Queue", "o", fifoQueue=True, contentBasedDeduplication=True)
    made = target_of(shop, rule, ordered.state["arn"], sqsTarget={"messageGroupId": "orders"})
    send(bus, "orders", {"orderId": "a"})
    sqs = ordered.provider.cloud.client("sqs")
    seen = sqs.receive_message(
        QueueUrl=ordered.id, MessageSystemAttributeNames=["MessageGroupId"], WaitTimeSeconds=5
    )["Messages"]
    assert [message["Attributes"]["MessageGroupId"] for message in seen] == ["orders"]
    walk(made, sqsTarget={"messageGroupId": "others"})


def test_an_unknown_way_to_authorise_is_refused(shop):
    with pytest.raises(ProviderError, match=r"authParameters\.cookie is not supported here"):
        shop.make(
            CONNECTION, "c", authorizationType="API_KEY", authParameters={"cookie": {"name": "a"}}
        )
