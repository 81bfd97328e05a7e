"""Schemas, which only the state knows."""

from __future__ import annotations

import pytest

from local.provider.cloud import Cloud
from local.provider.resource_types.schemas import schema_arn, schema_id, what_is_wrong
from local.provider.wire import UNKNOWN

NOWHERE = Cloud(region="eu-west-1", endpoints={})


def test_a_schemas_id_leads_back_to_the_schema():
    made = schema_id(NOWHERE, {"name": "orders@OrderPlaced", "registryName": "events"})
    assert made == "orders@OrderPlaced/events"
    found = schema_arn(NOWHERE, made, {})
    assert (found["name"], found["registryName"]) == ("orders@OrderPlaced", "events")
    assert found["arn"].endswith(":schema/events/orders@OrderPlaced")


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ({"type": "OpenApi3", "content": "{}"}, []),
        ({"type": UNKNOWN, "content": UNKNOWN}, []),
        ({}, []),
        ({"type": "Avro"}, ["type must be one of JSONSchemaDraft4, OpenApi3, got Avro"]),
    ],
    ids=["all is well", "known after a deployment only", "said by others to be missing", "a kind"],
)
def test_what_aws_would_refuse_is_refused(props, expected):
    assert list(what_is_wrong(props)) == expected


def test_content_that_is_not_json_is_refused_with_the_place():
    assert list(what_is_wrong({"content": "{"})) == [
        "content must be JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)"
    ]
