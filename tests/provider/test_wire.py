"""Values between the engine and the provider."""

from __future__ import annotations

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime import rpc

from local.provider.wire import (
    SIGNATURE,
    UNKNOWN,
    Asset,
    contains_unknown,
    from_struct,
    to_struct,
    to_value,
)


def struct(values):
    return json_format.ParseDict(values, struct_pb2.Struct())


def signed(signature, **fields):
    return {SIGNATURE: signature, **fields}


def test_plain_values_survive_the_way_there_and_back():
    values = {"text": "a", "yes": True, "list": [1, {"b": "c"}], "half": 0.5, "none": {}}
    assert from_struct(to_struct(values)) == values


def test_whole_numbers_are_integers():
    assert repr(from_struct(struct({"size": 3.0}))["size"]) == "3"


def test_a_null_is_an_absence():
    assert from_struct(struct({"gone": None, "block": {"gone": None}})) == {"block": {}}


def test_an_unknown_is_distinguished_from_text_and_goes_back_as_unknown():
    read = from_struct(struct({"arn": rpc.UNKNOWN, "name": "x"}))
    assert read == {"arn": UNKNOWN, "name": "x"}
    assert to_struct(read)["arn"] == rpc.UNKNOWN


@pytest.mark.parametrize(
    "signature", [rpc._special_secret_sig, rpc._special_output_value_sig], ids=["secret", "output"]
)
def test_a_wrapped_value_is_opened(signature):
    assert from_struct(struct({"key": signed(signature, value="hidden")})) == {"key": "hidden"}


def test_an_output_without_a_value_is_unknown():
    assert from_struct(struct({"key": signed(rpc._special_output_value_sig)})) == {"key": UNKNOWN}


def test_an_archive_keeps_its_hash_and_its_members():
    inner = signed(rpc._special_asset_sig, path="a.py", hash="1")
    archive = signed(rpc._special_archive_sig, assets={"a.py": inner}, hash="2")
    read = from_struct(struct({"code": archive}))["code"]
    assert read.is_archive
    assert read.members["a.py"].path == "a.py"
    assert json_format.MessageToDict(to_struct({"code": read}))["code"] == archive


def test_archives_are_equal_by_what_they_hold_not_by_where_they_lie():
    here = Asset({SIGNATURE: rpc._special_archive_sig, "path": "/here", "hash": "1"})
    there = Asset({SIGNATURE: rpc._special_archive_sig, "path": "/there", "hash": "1"})
    other = Asset({SIGNATURE: rpc._special_archive_sig, "path": "/here", "hash": "2"})
    assert here == there
    assert here != other


@pytest.mark.parametrize(
    ("value", "expected"),
    [(UNKNOWN, True), ([{"a": UNKNOWN}], True), ({"a": ["b"]}, False)],
    ids=["itself", "deep inside", "nowhere"],
)
def test_an_unknown_is_found_however_deep(value, expected):
    assert contains_unknown(value) is expected


def test_what_the_engine_cannot_read_is_refused():
    with pytest.raises(TypeError, match="object"):
        to_value(object())
