"""The function of the example event-lake: what Firehose is answered for each record."""

from __future__ import annotations

import base64
import json
import runpy
from typing import Any

import pytest

from settings import ROOT

APP = ROOT / "examples/event-lake/app/clean.py"


def answered(data: bytes) -> dict[str, Any]:
    record = {"recordId": "1", "data": base64.b64encode(data).decode()}
    [answer] = runpy.run_path(str(APP))["handle"]({"records": [record]}, None)["records"]
    assert answer["recordId"] == "1"
    return dict(answer)


def test_a_reading_becomes_a_row_of_the_table_on_a_line_of_its_own():
    reading = {"sensor": 7, "celsius": "31.5", "at": "12:00", "kind": "reading"}
    answer = answered(json.dumps(reading).encode())
    assert answer["result"] == "Ok"
    row = base64.b64decode(answer["data"])
    assert row.endswith(b"\n")
    assert json.loads(row) == {"sensor": "7", "celsius": 31.5, "measured_at": "12:00"}


def test_a_heartbeat_is_dropped():
    assert answered(b'{"kind": "heartbeat"}')["result"] == "Dropped"


@pytest.mark.parametrize(
    "data", [b"no reading", b"[]", b"17", b'{"sensor": "a"}', b'{"sensor": 1, "celsius": "hot"}']
)
def test_what_is_no_reading_is_marked_as_it_came(data):
    answer = answered(data)
    assert answer["result"] == "ProcessingFailed"
    assert base64.b64decode(answer["data"]) == data
