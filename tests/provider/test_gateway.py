"""Patches, addresses and tags of API Gateway."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change
from local.provider.resource_types.gateway import execution_arn, map_patches, patches, url_of

CLOUD = Cloud(region="eu-west-1", endpoints={"apigateway": "http://127.0.0.1:4566"})


def test_only_what_changed_is_patched_and_switches_are_words():
    change = Change({"traced": False, "name": "a", "text": "t"}, {"traced": True, "name": "a"})
    words = {"traced": "tracingEnabled", "name": "name", "text": "description"}
    assert patches(change, words) == [
        {"op": "replace", "path": "/tracingEnabled", "value": "true"},
        {"op": "replace", "path": "/description", "value": ""},
    ]


def test_a_map_is_patched_key_by_key():
    assert map_patches("variables", {"a": "1", "b": "2", "c": "3"}, {"b": "2", "c": "4"}) == [
        {"op": "remove", "path": "/variables/a"},
        {"op": "replace", "path": "/variables/c", "value": "4"},
    ]


def test_an_api_is_reached_where_the_emulator_answers_for_it():
    CLOUD.__dict__["account"] = "000000000000"
    assert url_of(CLOUD, "abc", "prod") == "http://127.0.0.1:4566/_aws/execute-api/abc/prod"
    assert url_of(CLOUD, "abc") == "http://127.0.0.1:4566/_aws/execute-api/abc"
    assert execution_arn(CLOUD, "abc") == "arn:aws:execute-api:eu-west-1:000000000000:abc"
