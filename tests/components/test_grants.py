"""Each grant: its actions, its resources, and what the function finds in the variable."""

from typing import Any

import pulumi
import pytest

from components.access import Access, statements
from components.function_grants import statement_id
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
from tests.cloud import deploy

HERE = "eu-west-1:123456789012"
TABLE = f"arn:aws:dynamodb:{HERE}:table/orders"
FUNCTION = f"arn:aws:lambda:{HERE}:function:sell"
QUEUE = f"arn:aws:sqs:{HERE}:jobs"
TOPIC = f"arn:aws:sns:{HERE}:news"
BUS = f"arn:aws:events:{HERE}:event-bus/shop"
BUCKET = "arn:aws:s3:::files"
WORKFLOW = f"arn:aws:states:{HERE}:stateMachine:fulfil"
URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"

READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
WRITE = [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
]
CONSUME = [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
]
WITH_INDEXES = [TABLE, f"{TABLE}/index/*"]

table, bucket = TableRef.of(TABLE), BucketRef.of(BUCKET)
VERBS = {
    "table.read": (table.read, READ, WITH_INDEXES, "orders"),
    "table.scan": (table.scan, ["dynamodb:Scan"], WITH_INDEXES, "orders"),
    "table.create": (table.create, ["dynamodb:PutItem"], [TABLE], "orders"),
    "table.update": (table.update, ["dynamodb:UpdateItem"], [TABLE], "orders"),
    "table.delete": (table.delete, ["dynamodb:DeleteItem"], [TABLE], "orders"),
    "table.write": (table.write, WRITE, [TABLE], "orders"),
    "table.read_write": (table.read_write, READ + WRITE, WITH_INDEXES, "orders"),
    "function.invoke": (
        FunctionRef.of(FUNCTION).invoke,
        ["lambda:InvokeFunction"],
        [FUNCTION],
        "sell",
    ),
    "queue.send": (QueueRef.of(QUEUE).send, ["sqs:SendMessage"], [QUEUE], URL),
    "queue.consume": (QueueRef.of(QUEUE).consume, CONSUME, [QUEUE], URL),
    "topic.publish": (TopicRef.of(TOPIC).publish, ["sns:Publish"], [TOPIC], TOPIC),
    "bus.publish": (BusRef.of(BUS).publish, ["events:PutEvents"], [BUS], "shop"),
    "bucket.read": (bucket.read, ["s3:GetObject"], [f"{BUCKET}/*"], "files"),
    "bucket.write": (bucket.write, ["s3:PutObject"], [f"{BUCKET}/*"], "files"),
    "bucket.delete": (bucket.delete, ["s3:DeleteObject"], [f"{BUCKET}/*"], "files"),
    "bucket.list": (bucket.list, ["s3:ListBucket"], [BUCKET], "files"),
    "workflow.start": (
        WorkflowRef.of(WORKFLOW).start,
        ["states:StartExecution"],
        [WORKFLOW],
        WORKFLOW,
    ),
}


def resolved(access: Access) -> dict[str, Any]:
    """The IAM statement of a grant, with every output in it known."""
    [allowed] = deploy(lambda: pulumi.Output.from_input(statements(access))).result
    return allowed


@pytest.mark.parametrize(("verb", "actions", "resources", "_"), VERBS.values(), ids=VERBS)
def test_a_grant_allows_these_actions_on_these_resources(verb, actions, resources, _):
    assert resolved(verb()) == {"Effect": "Allow", "Action": actions, "Resource": resources}


@pytest.mark.parametrize(("verb", "_actions", "_resources", "value"), VERBS.values(), ids=VERBS)
def test_the_variable_carries_the_resource(verb, _actions, _resources, value):
    assert verb("RESOURCE").environment == {"RESOURCE": value}
    assert verb(variable="RESOURCE").environment == {"RESOURCE": value}


@pytest.mark.parametrize("verb", [verb for verb, *_ in VERBS.values()], ids=VERBS)
def test_without_a_variable_a_grant_is_the_permission_alone(verb):
    assert verb().environment == {}


@pytest.mark.parametrize("verb", [bucket.read, bucket.write, bucket.delete])
def test_a_prefix_narrows_a_grant_on_objects(verb):
    assert resolved(verb(prefix="reports/"))["Resource"] == [f"{BUCKET}/reports/*"]


def test_a_prefix_narrows_what_can_be_listed():
    access = bucket.list("FILES", "reports/")
    assert resolved(access)["Condition"] == {"StringLike": {"s3:prefix": "reports/*"}}


def test_events_of_one_source_only_may_be_published():
    access = BusRef.of(BUS).publish("EVENT_BUS", sources=("orders",))
    assert resolved(access)["Condition"] == {
        "ForAllValues:StringEquals": {"events:source": "orders"}
    }


def test_the_consumer_of_a_stream_reads_its_records_and_no_items():
    stream = f"{TABLE}/stream/2026"
    assert [resolved(access) for access in StreamRef.of(stream).consume()] == [
        {
            "Effect": "Allow",
            "Action": [
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
            ],
            "Resource": [stream],
        },
        {"Effect": "Allow", "Action": ["dynamodb:ListStreams"], "Resource": ["*"]},
    ]


def test_backups_are_created_listed_and_deleted_without_reading_an_item():
    create, delete, find = table.back_up("ORDERS_TABLE")
    assert create.environment == {"ORDERS_TABLE": "orders"}
    assert [(a["Action"], a["Resource"]) for a in map(resolved, (create, delete, find))] == [
        (["dynamodb:CreateBackup"], [TABLE]),
        (["dynamodb:DeleteBackup"], [f"{TABLE}/backup/*"]),
        (["dynamodb:ListBackups"], ["*"]),
    ]


def test_a_statement_id_holds_only_the_characters_that_lambda_allows():
    assert statement_id("shop-api-get/users/{id}").startswith("shop-api-get-users-id-")
    assert len(statement_id("x" * 300)) == 89


def test_roles_that_differ_in_other_characters_have_statement_ids_of_their_own():
    alike = ["api-get/users/{id}", "api-get/users/id", "api-get/users-id"]
    assert len({statement_id(role) for role in alike}) == 3
