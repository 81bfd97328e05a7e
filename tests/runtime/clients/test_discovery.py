"""Tests of service discovery."""

from __future__ import annotations

import pytest

from runtime.clients.discovery import endpoint
from runtime.http_errors import ServiceUnavailable

PATH = "/platform/test/catalog/endpoint"


def test_the_address_of_a_service_is_its_parameter(aws):
    aws.ssm.values[PATH] = "https://catalog.example/"
    assert endpoint("catalog") == "https://catalog.example"


def test_an_address_is_cached(aws):
    aws.ssm.values[PATH] = "https://catalog.example"
    endpoint("catalog")
    endpoint("catalog")
    assert aws.ssm.reads == 1


def test_an_address_is_read_again_when_the_cache_expires(aws, monkeypatch):
    monkeypatch.setattr("runtime.clients.discovery.DISCOVERY_CACHE_SECONDS", 0)
    aws.ssm.values[PATH] = "https://old.example"
    endpoint("catalog")
    aws.ssm.values[PATH] = "https://new.example"
    assert endpoint("catalog") == "https://new.example"


def test_a_service_without_a_parameter_is_named(aws):
    with pytest.raises(
        ServiceUnavailable, match=f"catalog cannot be found: there is no parameter {PATH}"
    ):
        endpoint("catalog")
