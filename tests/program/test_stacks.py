"""A stage in one stack, and the same stage as a stack a service: the same resources."""

from __future__ import annotations

import json
import runpy
from functools import cache
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from program.cards import CARDS
from settings import OVERVIEW, PLATFORM, ROOT, SERVICES
from tests.cloud import Cloud, deploy
from tests.identity.ledger import by_identity, identities
from tests.stage import config_of, deployed, not_deployed

PROVIDER = "pulumi:providers:aws"
# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
MOST_OF_A_PARAMETER = 4096
TOKENS = {PLATFORM: "platform:services:Platform"} | {card.name: card.type_token for card in CARDS}


@cache
def alone(service: str) -> Cloud:
    """One service of dev, where look-ups find what the platform's own stack has registered."""
    registered = {
        parameter.inputs["name"]: parameter.inputs["insecureValue"]
        for parameter in deployed(f"dev-{PLATFORM}").all(aws.ssm.Parameter)
    }
    with not_deployed():
        return deploy(
            lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
            stack=f"dev-{service}",
            config=config_of("dev"),
            lookups={
                "aws:ssm/getParameter:getParameter": lambda asked: {
                    "insecureValue": registered[asked["name"]]
                }
            },
        )


def plain(value: Any) -> Any:
    """Inputs without objects, so that two programs' can be compared."""
    if isinstance(value, pulumi.AssetArchive):
        return {name: asset.path for name, asset in value.assets.items()}
    return value.path if isinstance(value, pulumi.FileAsset) else value


def inputs_of(cloud: Cloud, service: str) -> dict[str, dict[str, Any]]:
    """The inputs of all resources of one service, by identity."""
    top = TOKENS[service]
    return {
        identity: {name: plain(value) for name, value in resource.inputs.items()}
        for identity, resource in by_identity(cloud)
        if identity.startswith((f"{top}$", f"{top}::"))
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_alone_is_what_it_is_in_the_whole_stage(service):
    whole, single = inputs_of(deployed("dev"), service), inputs_of(alone(service), service)
    assert sorted(single) == sorted(whole)
    assert {key for key in whole if single[key] != whole[key]} == set()


def test_the_platform_alone_is_what_it_is_in_the_whole_stage():
    whole = inputs_of(deployed("dev"), PLATFORM)
    assert inputs_of(deployed(f"dev-{PLATFORM}"), PLATFORM) == whole


def test_all_stacks_of_a_stage_together_are_the_stage():
    parts = [deployed(f"dev-{PLATFORM}"), *[alone(service) for service in SERVICES]]
    together = [
        name for part in parts for name in identities(part) if not name.startswith(PROVIDER)
    ]
    whole = [name for name in identities(deployed("dev")) if not name.startswith(PROVIDER)]
    assert sorted(together) == whole


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_stack_makes_nothing_of_another(service):
    tops = {r.name for r in alone(service).resources if "pulumi:pulumi:Stack::" in r.parent}
    assert tops == {"aws", service}


def test_a_copy_of_a_stage_has_parameters_of_its_own():
    copy = deploy(
        lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
        stack="dev-alice-platform",
        config=config_of("dev"),
        lookups={
            "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": "123456789012"}
        },
    )
    names = {parameter.inputs["name"] for parameter in copy.all(aws.ssm.Parameter)}
    assert names
    assert all(name.startswith("/platform/dev-alice/platform/") for name in names)
    assert copy.one(aws.cloudwatch.EventBus).inputs["name"] == "platform-dev-alice"


def test_the_outputs_of_a_stack_are_the_urls_of_its_services():
    urls = {f"{service}Url" for service in SERVICES}
    of_the_site = {"siteUrl", "apiPageUrl"}
    platform = {"busName", "userPool", "clientId"}
    assert set(deployed("dev").result) == {*platform, *of_the_site, *urls}
    assert set(deployed("dev-orders").result) == {"ordersUrl"}
    assert set(deployed(f"dev-{PLATFORM}").result) == {"busName", "userPool", "clientId"}


def overview_alone() -> Cloud:
    """The stack over all services of prod, where look-ups find what the others have registered."""
    registered = {
        parameter.inputs["name"]: parameter.inputs["insecureValue"]
        for parameter in deployed("prod").all(aws.ssm.Parameter)
    }
    with not_deployed():
        return deploy(
            lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
            stack=f"prod-{OVERVIEW}",
            config=config_of("prod"),
            lookups={
                "aws:ssm/getParameter:getParameter": lambda asked: {
                    "insecureValue": registered[asked["name"]]
                }
            },
        )


def test_the_overview_alone_is_what_it_is_in_the_whole_stage():
    top = "platform:services:Overview"
    whole, alone_ = (
        {
            identity: resource
            for identity, resource in by_identity(cloud)
            if identity.startswith((f"{top}$", f"{top}::"))
        }
        for cloud in (deployed("prod"), overview_alone())
    )
    assert len(alone_) == 4
    for identity, resource in whole.items():
        assert meant(alone_[identity].inputs) == meant(resource.inputs), identity


def meant(inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs with documents as what is in them: the order of services is not that of a stage."""
    body = {key: json.loads(value) for key, value in inputs.items() if key == "dashboardBody"}
    return {**plain(inputs), **body}


def test_the_overview_makes_nothing_where_the_stage_has_no_objective():
    with not_deployed():
        found = deploy(
            lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
            stack=f"dev-{OVERVIEW}",
            config=config_of("dev"),
            lookups={"aws:ssm/getParameter:getParameter": lambda _: {"insecureValue": "found"}},
        )
    assert [r.type for r in found.resources if not r.type.startswith("pulumi:")] == []


def test_what_the_parameters_of_an_overview_say_fits_one():
    sizes = [
        len(parameter.inputs["insecureValue"])
        for parameter in deployed("prod").all(aws.ssm.Parameter)
        if parameter.inputs["name"].endswith("/overview")
    ]
    assert len(sizes) == len(SERVICES) + 1
    assert max(sizes) < MOST_OF_A_PARAMETER
