"""Schemas, which only the state knows, and senders of mail, which the emulator knows."""

from __future__ import annotations

import json

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.walk import walk

REGISTRY = "aws:schemas/registry:Registry"
SCHEMA = "aws:schemas/schema:Schema"
IDENTITY = "aws:sesv2/emailIdentity:EmailIdentity"


def lives(made, **changes):
    """The walk of what only the state knows: nothing can take it away behind the program's back."""
    assert not made.diff()
    assert made.read() == (made.state, made.inputs)
    assert made.diff(**changes).updates.keys() == changes.keys()
    made.update(**changes)
    assert made.read() == (made.state, made.inputs)
    assert not made.diff()
    made.delete()
    made.delete()


def content(*required):
    return json.dumps({"$schema": "http://json-schema.org/draft-04/schema#", "required": required})


def test_a_registry(shop):
    made = shop.make(REGISTRY, "events", name="events")
    assert made.state["arn"] == "arn:aws:schemas:eu-west-1:000000000000:registry/events"
    assert made.diff(name="others").replacements.keys() == {"name"}
    lives(made, description="what the bus carries", tags={"team": "a"})


def test_a_schema(shop):
    made = shop.make(
        SCHEMA,
        "placed",
        name="orders@OrderPlaced",
        registryName="events",
        type="JSONSchemaDraft4",
        content=content("orderId"),
    )
    assert made.state["arn"].endswith(":schema/events/orders@OrderPlaced")
    assert not made.diff(content=json.dumps(json.loads(content("orderId")), indent=4))
    lives(made, content=content("orderId", "mode"), description="an order", tags={"team": "a"})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"type": "Avro", "content": "{}"}, "type must be one of JSONSchemaDraft4, OpenApi3"),
        ({"type": "OpenApi3", "content": "{"}, "content must be JSON: Expecting"),
        ({"type": "OpenApi3", "content": '"' + "a" * 100_000 + '"'}, "at most 100000 characters"),
    ],
    ids=["another kind", "not JSON", "too long"],
)
def test_what_a_registry_on_aws_would_refuse_is_refused(shop, said, words):
    with pytest.raises(ProviderError, match=words):
        shop.make(SCHEMA, "s", registryName="events", **said)


def test_a_sender_of_mail(shop):
    made = shop.make(IDENTITY, "sender", emailIdentity="reports@shop.example")
    assert made.state["identityType"] == "EMAIL_ADDRESS"
    assert made.diff(emailIdentity="b@shop.example").replacements.keys() == {"emailIdentity"}
    walk(made, tags={"team": "a"})


def test_mail_is_sent_in_a_senders_name(shop):
    sender = shop.make(IDENTITY, "sender", emailIdentity="reports@shop.example")
    said = sender.provider.cloud.client("sesv2").send_email(
        FromEmailAddress=sender.id,
        Destination={"ToAddresses": ["agent@shop.example"]},
        Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}}},
    )
    assert said["MessageId"]
