"""The provider's configuration."""

from __future__ import annotations

import json

import pytest

from local.provider.configuration import configuration_of
from local.provider.errors import ProviderError
from local.provider.wire import UNKNOWN


def endpoints(url):
    return {"endpoints": json.dumps([{"sqs": url, "sns": url}])}


def test_nested_values_come_as_json_text():
    inputs = {
        "region": "eu-west-1",
        "defaultTags": '{"tags": {"stage": "local"}}',
        **endpoints("http://127.0.0.1:4566"),
    }
    read = configuration_of(inputs)
    assert read.region == "eu-west-1"
    assert read.default_tags == {"stage": "local"}
    assert read.endpoints["sns"] == "http://127.0.0.1:4566"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_an_emulator_on_this_machine_is_accepted(host):
    assert not configuration_of(endpoints(f"http://{host}:4566")).cloud().only_plans


@pytest.mark.parametrize(
    "url",
    [
        "https://sqs.eu-west-1.amazonaws.com",
        "http://10.0.0.1:4566",
        "http://127.0.0.1.example.com",
        "127.0.0.1:4566",
    ],
)
def test_any_other_endpoint_is_refused(url):
    with pytest.raises(ProviderError, match="only speaks to an emulator on this machine"):
        configuration_of(endpoints(url))


def test_unknown_endpoints_are_refused():
    with pytest.raises(ProviderError, match="must be known"):
        configuration_of({"endpoints": UNKNOWN})


def test_without_an_endpoint_there_is_only_planning():
    assert configuration_of({"region": "eu-west-1"}).cloud().only_plans


def test_the_region_falls_back_on_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert configuration_of({}).region == "eu-north-1"
