"""Tests of finding other services."""

from __future__ import annotations

import pytest

from runtime.api.errors import ServiceUnavailable
from runtime.clients.discovery import endpoint

PATH = "/platform/test/catalog/endpoint"


def test_a_service_is_found_where_it_is_registered(aws):
    aws.ssm.values[PATH] = "https://catalog.example/"
    assert endpoint("catalog") == "https://catalog.example"


def test_an_address_is_remembered(aws):
    aws.ssm.values[PATH] = "https://catalog.example"
    endpoint("catalog")
    endpoint("catalog")
    assert aws.ssm.reads == 1


def test_an_address_is_looked_up_again_after_a_while(aws, monkeypatch):
    monkeypatch.setattr("runtime.clients.discovery.DISCOVERY_CACHE_SECONDS", 0)
    aws.ssm.values[PATH] = "https://old.example"
    endpoint("catalog")
    aws.ssm.values[PATH] = "https://new.example"
    assert endpoint("catalog") == "https://new.example"


def test_a_service_that_is_not_registered_is_named(aws):
    with pytest.raises(
        ServiceUnavailable, match=f"catalog cannot be found: {PATH} is not registered"
    ):
        endpoint("catalog")
