"""Tests that the tables in memory reject what DynamoDB rejects."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

import tests.fakes.environment  # noqa: F401
from runtime.dynamodb.table import Table
from tests.fakes.fixtures import aws  # noqa: F401

ITEMS, ORDERS, NOTICES = Table("items"), Table("orders"), Table("notices")
DISC = {"itemId": "disc"}
NOTICE = {"userId": "ann", "noticeId": "n"}


def listed(user="ann", start=None):
    return ORDERS.query("#userId = :userId", {"userId": user}, index="byUser", limit=1, start=start)


REJECTED = {
    "an empty key": lambda: ITEMS.get({"itemId": ""}),
    "a key of 2,049 bytes": lambda: ITEMS.get({"itemId": "é" * 1_025}),
    "a sort key of 1,025 bytes": lambda: NOTICES.put({**NOTICE, "noticeId": "n" * 1_025}),
    "a key that is a number": lambda: ITEMS.get({"itemId": 1}),
    "a key of another table": lambda: ITEMS.get({"orderId": "disc"}),
    "an item without its key": lambda: ITEMS.put({"name": "A disc"}),
    "an empty key of an index": lambda: ORDERS.put({"orderId": "1", "userId": "", "placedAt": "1"}),
    "an item of 400 KB": lambda: ITEMS.put({**DISC, "name": "x" * 400 * 1024}),
    "a query of an empty key": lambda: listed(""),
    "a query of a key of 2,049 bytes": lambda: listed("x" * 2_049),
    "a start of another list": lambda: listed(
        start={"userId": "bob", "placedAt": "1", "orderId": "1"}
    ),
    "a start with too little": lambda: listed(start={"userId": "ann", "orderId": "1"}),
    "a start with an empty key": lambda: ITEMS.scan(limit=1, start={"itemId": ""}),
    "a start of another table": lambda: ITEMS.scan(limit=1, start={"orderId": "1"}),
    "a key twice": lambda: list(ITEMS.get_many([DISC, DISC])),
}


@pytest.mark.parametrize("call", REJECTED.values(), ids=REJECTED)
def test_a_call_that_dynamodb_rejects_is_rejected(aws, call):  # noqa: F811
    with pytest.raises(ClientError) as raised:
        call()
    assert raised.value.response["Error"]["Code"] == "ValidationException"


def test_values_that_no_serializer_would_write_are_rejected(aws):  # noqa: F811
    for value in ({"SS": []}, {"NS": ["1", "1"]}, {"N": "1" * 39}, {"L": [{"SS": []}]}):
        with pytest.raises(ClientError):
            aws.dynamodb.put_item(TableName="items", Item={"itemId": {"S": "disc"}, "tags": value})
    assert aws.dynamodb.rows("items") == []


def test_the_largest_keys_are_keys(aws):  # noqa: F811
    NOTICES.put({"userId": "u" * 2_048, "noticeId": "n" * 1_024})
    assert NOTICES.get({"userId": "u" * 2_048, "noticeId": "n" * 1_024}) is not None
    assert listed("u" * 2_048).items == []
