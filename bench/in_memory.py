"""The program in memory, against plain pulumi-aws code that makes the same resources."""

from __future__ import annotations

import importlib
import runpy
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from bench.clock import compare
from bench.report import Result
from policies import violations
from policies.seen import Seen
from services.settings import ROOT
from tests.cloud import ACCOUNT, Cloud, Recorded, deploy
from tests.stage import config_of, deployed, parameter

STAGE = "dev"
RUNS = 7
LOOKUPS = {
    "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": ACCOUNT},
    "aws:ssm/getParameter:getParameter": parameter,
}


def measure() -> Iterator[Result]:
    recorded = [r for r in deployed(STAGE).resources if r.custom and r.type.startswith("aws:")]
    classes = {resource.type: class_of(resource.type) for resource in recorded}

    yield Result(
        f"stage {STAGE} in memory / the same {len(recorded)} resources in plain pulumi-aws",
        compare(program, lambda: deploy(lambda: plain(recorded, classes)), RUNS),
        goal=1.1,
    )


def program() -> Cloud:
    """The whole stage, from its settings to its exports."""
    return deploy(
        lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
        stack=STAGE,
        config=config_of(STAGE),
        lookups=LOOKUPS,
    )


def plain(recorded: list[Recorded], classes: Mapping[str, type[pulumi.CustomResource]]) -> None:
    """Each resource by its own class, with inputs that wait for the same other resources."""
    provider = aws.Provider("aws", region="eu-west-1")
    made: dict[str, pulumi.CustomResource] = {}
    waiting = list(recorded)
    while waiting:
        ready = [r for r in waiting if all(urn not in _urns(waiting) for urn in _needs(r))]
        for resource in ready:
            made[resource.urn] = classes[resource.type](
                resource.name,
                **{
                    _snake(classes[resource.type], key): _as_output(value, key, resource, made)
                    for key, value in resource.inputs.items()
                },
                opts=pulumi.ResourceOptions(provider=provider),
            )
        waiting = [r for r in waiting if r.urn not in made]


def _urns(resources: list[Recorded]) -> set[str]:
    return {resource.urn for resource in resources}


def _needs(resource: Recorded) -> set[str]:
    return {urn for urns in resource.property_dependencies.values() for urn in urns}


def _as_output(
    value: Any, key: str, resource: Recorded, made: Mapping[str, pulumi.CustomResource]
) -> Any:
    """A value made of other resources' outputs, as plain code would write it: one ``all``."""
    needed = [made[urn].id for urn in resource.property_dependencies.get(key, ()) if urn in made]
    return pulumi.Output.all(*needed).apply(lambda _: value) if needed else value


def class_of(token: str) -> type[pulumi.CustomResource]:
    """``aws:sqs/queue:Queue`` is ``pulumi_aws.sqs.Queue``."""
    module = token.split(":")[1].split("/")[0]
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    return getattr(package, token.rpartition(":")[2])  # type: ignore[no-any-return]


def _snake(cls: type[pulumi.CustomResource], key: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in key)
