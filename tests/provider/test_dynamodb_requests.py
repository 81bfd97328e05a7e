"""Tables in DynamoDB's words."""

from __future__ import annotations

import pytest

from local.provider.resource import Change
from local.provider.resource_types.dynamodb_requests import alterations, observed, request

ON_DEMAND = {"name": "t", "hashKey": "pk", "billingMode": "PAY_PER_REQUEST", "attributes": []}
INDEX = {"name": "byUser", "hashKey": "user", "projectionType": "ALL"}


def test_keys_become_a_schema():
    assert request({**ON_DEMAND, "rangeKey": "sk"})["keySchema"] == [
        {"attributeName": "pk", "keyType": "HASH"},
        {"attributeName": "sk", "keyType": "RANGE"},
    ]


def test_capacity_is_sent_only_where_it_is_provisioned():
    capacity = {"readCapacity": 1, "writeCapacity": 2}
    provisioned = request({**ON_DEMAND, **capacity, "billingMode": "PROVISIONED"})
    assert provisioned["provisionedThroughput"]["writeCapacityUnits"] == 2
    assert "provisionedThroughput" not in request({**ON_DEMAND, **capacity})


def test_a_local_index_shares_the_tables_key():
    local = {"name": "byDate", "rangeKey": "date", "projectionType": "ALL"}
    [index] = request({**ON_DEMAND, "localSecondaryIndexes": [local]})["localSecondaryIndexes"]
    assert [key["attributeName"] for key in index["keySchema"]] == ["pk", "date"]


def steps(old, new):
    return list(alterations(Change({**ON_DEMAND, **old}, {**ON_DEMAND, **new})))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {}, []),
        ({}, {"tableClass": "STANDARD"}, [{"tableClass": "STANDARD"}]),
        (
            {},
            {"streamEnabled": True, "streamViewType": "KEYS_ONLY"},
            [{"streamSpecification": {"streamEnabled": True, "streamViewType": "KEYS_ONLY"}}],
        ),
        (
            {"globalSecondaryIndexes": [INDEX]},
            {},
            [{"globalSecondaryIndexUpdates": [{"delete": {"indexName": "byUser"}}]}],
        ),
    ],
    ids=["nothing", "one setting", "a stream", "an index removed"],
)
def test_a_change_is_one_call_a_kind(old, new, expected):
    assert steps(old, new) == expected


def test_another_view_of_a_stream_needs_a_new_stream():
    old = {"streamEnabled": True, "streamViewType": "KEYS_ONLY"}
    off, on = steps(old, {**old, "streamViewType": "NEW_IMAGE"})
    assert off == {"streamSpecification": {"streamEnabled": False}}
    assert on["streamSpecification"]["streamViewType"] == "NEW_IMAGE"


def test_a_changed_index_is_deleted_and_made_again():
    old, new = INDEX, {**INDEX, "projectionType": "KEYS_ONLY"}
    gone, made = steps({"globalSecondaryIndexes": [old]}, {"globalSecondaryIndexes": [new]})
    assert "delete" in gone["globalSecondaryIndexUpdates"][0]
    created = made["globalSecondaryIndexUpdates"][0]["create"]
    assert created["indexName"] == "byUser"
    assert created["projection"] == {"projectionType": "KEYS_ONLY"}


SORTED = {**INDEX, "rangeKey": "at"}
KEYS = [
    {"attributeName": "user", "keyType": "HASH"},
    {"attributeName": "at", "keyType": "RANGE"},
]
BY_SCHEMA = {"name": "byUser", "keySchemas": KEYS, "projectionType": "ALL"}


def test_the_keys_of_an_index_may_be_a_schema():
    [made] = request({**ON_DEMAND, "globalSecondaryIndexes": [BY_SCHEMA]})["globalSecondaryIndexes"]
    assert made["keySchema"] == KEYS


def test_keys_that_are_written_otherwise_leave_the_index_alone():
    old, new = {"globalSecondaryIndexes": [SORTED]}, {"globalSecondaryIndexes": [BY_SCHEMA]}
    assert steps(old, new) == []
    assert steps(new, old) == []
    other = {**BY_SCHEMA, "keySchemas": KEYS[:1]}
    assert len(steps(old, {"globalSecondaryIndexes": [other]})) == 2


def test_an_index_stays_when_its_table_is_billed_otherwise():
    capacity = {"readCapacity": 1, "writeCapacity": 1}
    indexes = {"globalSecondaryIndexes": [{**INDEX, **capacity}]}
    [billing] = steps({**indexes, **capacity, "billingMode": "PROVISIONED"}, indexes)
    assert billing == {"billingMode": "PAY_PER_REQUEST"}


@pytest.mark.parametrize(
    "declared",
    [{"hashKey": "user"}, {"keySchemas": [{"attributeName": "user", "keyType": "HASH"}]}],
)
def test_keys_of_an_index_are_read_as_the_program_writes_them(declared):
    schema = [{"AttributeName": "user", "KeyType": "HASH"}]
    seen = {"IndexName": "byUser", "KeySchema": schema, "Projection": {"ProjectionType": "ALL"}}
    index = {"name": "byUser", "projectionType": "ALL", **declared}
    described = {"AttributeDefinitions": [], "KeySchema": [], "GlobalSecondaryIndexes": [seen]}
    assert observed(described, {"globalSecondaryIndexes": [index]}) == {
        "attributes": [],
        "globalSecondaryIndexes": [index],
    }
