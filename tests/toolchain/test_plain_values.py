"""Plain values that are handed on are what the SDK makes of them: each test is true of both."""

from __future__ import annotations

from enum import StrEnum

import pulumi_aws as aws
import pytest
from pulumi.runtime import rpc

from local.toolchain import plain_values
from tests.cloud import deploy

NAMES = ("serialize_property", "deserialize_property", "translate_output_properties")


class Size(StrEnum):
    SMALL = "small"


@pytest.fixture(params=["handed on", "by the SDK"], autouse=True)
def done(request, monkeypatch):
    for name in NAMES:
        assert getattr(rpc, name) is getattr(plain_values, name)
        if request.param == "by the SDK":
            monkeypatch.setattr(rpc, name, getattr(plain_values, f"_{name}"))


def seen(**inputs):
    """The inputs and the outputs of a queue with these inputs, as engine and program see them."""
    made = []
    cloud = deploy(lambda: made.append(aws.sqs.Queue("jobs", **inputs)))
    names = ("name", "fifo_queue", "delay_seconds", "policy", "tags")
    return cloud.one(aws.sqs.Queue).inputs, {
        name: getattr(made[0], name)._data.result().value for name in names
    }


def test_text_numbers_and_nothing_are_sent_and_received_as_they_are():
    sent, received = seen(
        name="jobs", fifo_queue=False, delay_seconds=5, policy=None, tags={"a": "b"}
    )
    assert sent == {"name": "jobs", "fifoQueue": False, "delaySeconds": 5, "tags": {"a": "b"}}
    assert received == {
        "name": "jobs",
        "fifo_queue": False,
        "delay_seconds": 5,
        "policy": None,
        "tags": {"a": "b"},
    }
    # The engine's protocol has no whole numbers.
    assert type(received["delay_seconds"]) is int


@pytest.mark.parametrize(
    ("output", "expected", "translated"),
    [
        ("small", Size, Size.SMALL),
        ("small", str | None, "small"),
        (3.0, int, 3),
        (3.0, float, 3.0),
        (True, bool, True),
        (None, Size, None),
    ],
)
def test_an_output_has_the_type_of_its_class(output, expected, translated):
    found = rpc.translate_output_properties(output, lambda name: name, expected, True)
    assert (type(found), found) == (type(translated), translated)


def test_what_is_unknown_is_no_text():
    assert rpc.deserialize_property(rpc.UNKNOWN) is None
    assert type(rpc.deserialize_property(rpc.UNKNOWN, True)).__name__ == "Unknown"


def test_a_value_of_the_protocol_is_one_where_that_is_asked_for():
    found = []

    async def program():
        found.append(await rpc.serialize_property("text", [], None, return_protobuf_value=True))

    deploy(program)
    assert found[0].string_value == "text"
