"""The provider as the engine calls it."""

from __future__ import annotations

import asyncio
import json

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2 as proto

from local.provider.provider import AwsProvider
from local.provider.servicer import AwsServicer

QUEUE = "urn:pulumi:dev::demo::aws:sqs/queue:Queue::orders"
MODES = proto.CheckRequest.AutonamingOptions


class Aborted(Exception):
    """The error that the engine gets."""


class Context:
    async def abort(self, code, details):
        raise Aborted(details)


def struct(values):
    return json_format.ParseDict(values, struct_pb2.Struct())


def plain(message):
    return json_format.MessageToDict(message)


@pytest.fixture
def ask():
    servicer = AwsServicer(AwsProvider(), "")
    return lambda method, request: asyncio.run(getattr(servicer, method)(request, Context()))


def check(ask, news, **naming):
    autonaming = MODES(**naming) if naming else None
    request = proto.CheckRequest(
        urn=QUEUE, news=struct(news), autonaming=autonaming, randomSeed=b""
    )
    return ask("Check", request)


def test_the_engine_may_preview_and_name():
    servicer = AwsServicer(AwsProvider(), "")
    said = asyncio.run(servicer.Configure(proto.ConfigureRequest(), Context()))
    assert said.supportsPreview
    assert said.supports_autonaming_configuration


def test_the_engines_name_is_honoured(ask):
    said = check(ask, {}, proposed_name="dev-orders", mode=MODES.ENFORCE)
    assert plain(said.inputs)["name"] == "dev-orders"


def test_disabled_naming_is_a_failure_of_the_check(ask):
    [failure] = check(ask, {}, mode=MODES.DISABLE).failures
    assert "name must be given" in failure.reason


def test_a_wrong_property_is_a_failure_of_the_check(ask):
    [failure] = check(ask, {"colour": "red"}).failures
    assert "colour is not supported here" in failure.reason


def test_a_diff_compares_inputs_and_says_how_each_differs(ask):
    request = proto.DiffRequest(
        urn=QUEUE,
        old_inputs=struct({"name": "a", "delaySeconds": 1, "fifoQueue": True}),
        olds=struct({"name": "something else"}),
        news=struct({"name": "a", "delaySeconds": 2}),
    )
    said = ask("Diff", request)
    assert said.changes == proto.DiffResponse.DIFF_SOME
    assert list(said.replaces) == ["fifoQueue"]
    assert said.deleteBeforeReplace
    assert said.detailedDiff["delaySeconds"].kind == proto.PropertyDiff.UPDATE
    assert said.detailedDiff["fifoQueue"].kind == proto.PropertyDiff.DELETE_REPLACE


def test_no_difference_is_said_to_be_none(ask):
    request = proto.DiffRequest(urn=QUEUE, old_inputs=struct({"a": "1"}), news=struct({"a": "1"}))
    assert ask("Diff", request).changes == proto.DiffResponse.DIFF_NONE


def test_a_preview_returns_unknowns_on_the_wire(ask):
    request = proto.CreateRequest(urn=QUEUE, properties=struct({"name": "a"}), preview=True)
    assert plain(ask("Create", request).properties)["arn"] == rpc.UNKNOWN


def test_an_expected_error_reaches_the_engine_as_one_line(ask):
    with pytest.raises(Aborted) as raised:
        ask("Create", proto.CreateRequest(urn=QUEUE, properties=struct({"name": "a"})))
    assert "this provider only plans" in str(raised.value)
    assert "Traceback" not in str(raised.value)


def test_a_look_up_answers(ask):
    said = ask("Invoke", proto.InvokeRequest(tok="aws:index/getRegion:getRegion"))
    assert plain(getattr(said, "return"))["region"]


def test_an_endpoint_elsewhere_is_a_failure_of_the_configuration(ask):
    news = struct({"endpoints": json.dumps([{"sqs": "https://example.com"}])})
    [failure] = ask("CheckConfig", proto.CheckRequest(news=news)).failures
    assert "https://example.com" in failure.reason


def test_another_region_replaces_the_provider_and_another_tag_does_not(ask):
    olds = struct({"region": "eu-west-1", "defaultTags": "{}"})
    moved = proto.DiffRequest(old_inputs=olds, news=struct({"region": "eu-west-2"}))
    assert list(ask("DiffConfig", moved).replaces) == ["region"]
    tagged = struct({"region": "eu-west-1", "defaultTags": '{"tags": {}}'})
    said = ask("DiffConfig", proto.DiffRequest(old_inputs=olds, news=tagged))
    assert said.changes == proto.DiffResponse.DIFF_SOME
    assert list(said.replaces) == []
