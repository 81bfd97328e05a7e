"""Tests of the stream positions in the state of a stopped emulator."""

from __future__ import annotations

import json

import pytest

from local.stream_positions import rewind


def test_mappings_read_their_streams_from_the_beginning_again(tmp_path):
    key = "000000000000\x00us-east-1\x00'mapping'"
    scoped = {"__account_region_scoped__": True, "data": {key: 37}}
    saved = {
        "__ministack_format__": 2,
        "payload": {"dynamodb_stream_positions": scoped, "functions": {"a": 1}},
    }
    (tmp_path / "lambda.json").write_text(json.dumps(saved))
    assert rewind(tmp_path) == 1
    found = json.loads((tmp_path / "lambda.json").read_text())
    assert found["payload"]["dynamodb_stream_positions"]["data"] == {key: 0}
    assert found["payload"]["functions"] == {"a": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["lambda.json"]


@pytest.mark.parametrize("text", [None, "", "[1]", "{}", '{"payload": {}}'])
def test_state_without_positions_stays_as_it_is(tmp_path, text):
    if text is not None:
        (tmp_path / "lambda.json").write_text(text)
    assert rewind(tmp_path) == 0
    assert text is None or (tmp_path / "lambda.json").read_text() == text
