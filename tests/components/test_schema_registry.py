import pytest
from pulumi_aws import schemas

from components.messaging.schema_registry import SchemaRegistry, SchemaRegistryArgs
from tests.cloud import deploy
from tests.components.sample import TAGS, defaults

DRAFT = "http://json-schema.org/draft-04/schema#"
PLACED = {"type": "object", "required": ["orderId"]}


def args(**changes) -> SchemaRegistryArgs:
    given = {
        "name": "platform-dev",
        "schemas": {"orders@OrderPlaced": PLACED},
        "defaults": defaults(),
    }
    return SchemaRegistryArgs(**{**given, **changes})


def registered(**changes):
    return deploy(lambda: SchemaRegistry("events", args(**changes)).name)


def test_its_name_is_physical():
    cloud = registered(description="The events of the bus")
    assert cloud.one(schemas.Registry).inputs == {
        "name": "platform-dev",
        "description": "The events of the bus",
        "tags": TAGS,
    }
    assert cloud.result == "platform-dev"


def test_each_event_has_a_schema_of_draft_4():
    schema = registered().one(schemas.Schema, "events-orders-OrderPlaced")
    assert schema.inputs["name"] == "orders@OrderPlaced"
    assert schema.inputs["registryName"] == "platform-dev"
    assert schema.inputs["type"] == "JSONSchemaDraft4"
    assert schema.inputs["tags"] == TAGS
    assert schema.json("content") == {"$schema": DRAFT, **PLACED}


def test_a_schema_may_name_draft_4_itself():
    given = {"orders@OrderPlaced": {"$schema": DRAFT, **PLACED}}
    assert registered(schemas=given).one(schemas.Schema).json("content")["$schema"] == DRAFT


def test_another_draft_is_refused():
    newer = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PLACED}
    with pytest.raises(ValueError) as refused:
        args(schemas={"orders@OrderPlaced": newer})
    assert str(refused.value) == (
        f"schema orders@OrderPlaced must be of {DRAFT}, "
        "got https://json-schema.org/draft/2020-12/schema"
    )


@pytest.mark.parametrize("name", ["", "x" * 65, "aws-events", "a registry"])
def test_a_registry_name_that_aws_refuses_is_refused(name):
    with pytest.raises(ValueError) as refused:
        args(name=name)
    assert str(refused.value) == (
        "name must be 1 to 64 letters, digits or any of _ . @ -, and not begin with aws, "
        f"got {name}"
    )


@pytest.mark.parametrize("event", ["", "orders/OrderPlaced"])
def test_a_schema_name_that_aws_refuses_is_refused(event):
    with pytest.raises(ValueError) as refused:
        args(schemas={event: PLACED})
    assert str(refused.value) == (
        f"a schema's name must be letters, digits or any of _ . @ -, got {event}"
    )
