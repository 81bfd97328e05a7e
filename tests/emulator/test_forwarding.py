"""Requests that an HTTP API forwards; a module stands for the emulator's API Gateway."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from local.emulator_process.forwarding import correct

URL = "http://old.example/shop"


@pytest.fixture
def sent():
    """Forwards a request; returns the URL and the path that the emulator puts together."""
    got = []

    async def forward(integration, path, method):
        got.append((integration["integrationUri"], path, method))

    def mapped(integration, *, context_vars, request_path):
        value = (integration.get("requestParameters") or {}).get("overwrite:path", request_path)
        return value.replace("${request.path}", context_vars.get("request.path", ""))

    gateway = SimpleNamespace(_apply_request_parameter_mappings=mapped, _invoke_http_proxy=forward)
    correct(gateway)

    def send(**integration):
        given = {"integrationUri": URL, **integration}
        path = gateway._apply_request_parameter_mappings(
            given, context_vars={}, request_path="/items/1"
        )
        asyncio.run(gateway._invoke_http_proxy(given, path, "GET"))
        return got.pop()

    return send


def test_a_path_that_a_mapping_sets_is_in_place_of_that_of_the_url(sent):
    parameters = {"overwrite:path": "/shop${request.path}"}
    assert sent(requestParameters=parameters) == ("http://old.example", "/shop/items/1", "GET")


@pytest.mark.parametrize("parameters", [None, {}, {"overwrite:header.a": "b"}])
def test_without_such_a_mapping_the_emulator_does_as_before(sent, parameters):
    assert sent(requestParameters=parameters) == (URL, "/items/1", "GET")
