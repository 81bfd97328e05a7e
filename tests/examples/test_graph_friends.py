"""The handlers of the example graph: values are parameters of queries, not a part of their text."""

from __future__ import annotations

import json
import runpy

import boto3
import pytest
from botocore.stub import Stubber

from settings import ROOT

APP = ROOT / "examples/graph/app/friends.py"
FOUND = [{"id": "cleo", "ways": 1}]
HOSTILE = "ann'}) DETACH DELETE (n"


@pytest.mark.parametrize(
    ("handler", "path", "answer"),
    [
        ("befriend", {"person": HOSTILE, "friend": "ben"}, {"statusCode": 204}),
        ("suggest", {"person": HOSTILE}, {"statusCode": 200, "body": json.dumps(FOUND)}),
    ],
)
def test_values_are_parameters_of_the_query(monkeypatch, handler, path, answer):
    monkeypatch.setenv("FRIENDS", "https://friends.example.com:8182")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("neptunedata", endpoint_url="https://friends.example.com:8182")
    monkeypatch.setattr(boto3, "client", lambda *_, **__: client)
    asked = {}
    client.meta.events.register(
        "provide-client-params.neptunedata.ExecuteOpenCypherQuery",
        lambda params, **_: asked.update(params),
    )
    with Stubber(client) as stub:
        stub.add_response("execute_open_cypher_query", {"results": FOUND})
        assert runpy.run_path(str(APP))[handler]({"pathParameters": path}, None) == answer
    assert json.loads(asked["parameters"]) == path
    assert "ann" not in asked["openCypherQuery"]
