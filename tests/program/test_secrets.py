"""No secret is in what a stage is made of: programs know where each is, and read it at run time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi_aws import iam, lambda_

from policies.framework.graph import document
from policies.relations.secrets import is_secret
from tests.cloud import Cloud
from tests.stage import OPTIONAL, STAGES, deployed


def plain(cloud: Cloud) -> list[tuple[str, str]]:
    """The resources with an input that looks like a secret, and the name of that."""
    return [
        (resource.name, name)
        for resource in cloud.resources
        for name, value in parts("", dict(resource.inputs))
        if is_secret(name, value)
    ]


def parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value within another, with the name that it has there; in JSON documents, too."""
    if isinstance(value, str) and value.startswith("{"):
        value = document(value)
    if isinstance(value, dict):
        for key, part in value.items():
            yield from parts(str(key), part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from parts(name, part)
    else:
        yield name, value


@pytest.mark.parametrize("stage", STAGES)
def test_no_input_of_a_stage_is_a_secret(stage):
    # An emulator takes any key, and its provider has to be given one.
    of_the_emulator = [("aws", "accessKey"), ("aws", "secretKey")] if stage == "local" else []
    assert sorted(plain(deployed(stage))) == of_the_emulator


def test_services_that_call_others_are_given_the_place_of_the_secret():
    cloud = deployed("prod", **OPTIONAL)
    assert plain(cloud) == []
    places = {
        (function.name.partition("-")[0], name, value)
        for function in cloud.all(lambda_.Function)
        for name, value in function.inputs["environment"]["variables"].items()
        if name.endswith("_SECRET")
    }
    assert places == {
        ("media", "SCANNER_SECRET", "/shop/scanner/secret"),
        ("payments", "PAYMENT_PROCESSOR_SECRET", "/shop/bank/secret"),
        ("shipping", "CARRIER_SECRET", "/shop/carrier/secret"),
    }
    assert cloud.all(iam.AccessKey) == []


def test_a_secret_among_the_variables_of_a_function_would_be_found():
    found = list(parts("", {"environment": {"variables": {"DB_PASSWORD": "hunter2"}}}))
    assert [name for name, value in found if is_secret(name, value)] == ["DB_PASSWORD"]
    assert [is_secret(*each) for each in parts("", {"body": '{"apiKey": "hunter2"}'})] == [True]
