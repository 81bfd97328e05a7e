"""Plain: the resources of a recorded program as straight pulumi-aws code would make them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from bench.values import Reference, planned, written
from tests.cloud import Cloud, Recorded, outputs_of
from tests.stage import deployed

Kind = type[pulumi.CustomResource]
Step = tuple[Recorded, Kind, dict[str, Any]]


@dataclass(frozen=True)
class Plain:
    """A program without components: each resource by its own class, each input made from the same
    resources as in the recorded program. All that can be thought out ahead is, so that ``run``
    costs what the SDK asks for and nothing more.
    """

    recorded: Sequence[Recorded]

    def run(self) -> None:
        """The program itself."""
        provider = aws.Provider("aws", region="eu-west-1")
        made: dict[str, pulumi.CustomResource] = {}
        for resource, kind, inputs in self.steps:
            after = [made[urn] for urn in sorted(waits_for(resource)) if urn in made]
            made[resource.urn] = kind(
                resource.name,
                **{name: written(value, made) for name, value in inputs.items()},
                opts=pulumi.ResourceOptions(provider=provider, depends_on=after or None),
            )

    @cached_property
    def steps(self) -> list[Step]:
        """Each resource with its class and its inputs by Python names, in the order of need."""
        by_urn = {resource.urn: resource for resource in self.recorded}
        origins = {resource.urn: origins_of(resource) for resource in self.recorded}
        found: dict[str, Step] = {}

        def add(resource: Recorded) -> None:
            if resource.urn in found:
                return
            for urn in sorted(uses(resource) | waits_for(resource)):
                if urn in by_urn:
                    add(by_urn[urn])
            names, inputs = snake_names(resource.type), {}
            for key, value in resource.inputs.items():
                urns = resource.property_dependencies.get(key, ())
                needed = {urn: origins[urn] for urn in urns if urn in by_urn}
                inputs[names[key]] = planned(value, needed)
            found[resource.urn] = (resource, class_of(resource.type), inputs)

        for resource in self.recorded:
            add(resource)
        return list(found.values())


@cache
def plain_of(stage: str) -> Plain:
    """The program of a stage's resources."""
    return Plain(aws_resources(deployed(stage)))


def aws_resources(cloud: Cloud) -> list[Recorded]:
    """What AWS would be asked for."""
    return [r for r in cloud.resources if r.custom and r.type.startswith("aws:")]


def uses(resource: Recorded) -> set[str]:
    """The resources that a resource's inputs are made from."""
    return {urn for urns in resource.property_dependencies.values() for urn in urns}


def waits_for(resource: Recorded) -> set[str]:
    """The resources that must be there first, although nothing of them is used."""
    return set(resource.dependencies) - uses(resource)


def origins_of(resource: Recorded) -> dict[str, Reference]:
    """Which of the resource's outputs each text of them comes from."""
    names = snake_names(resource.type)
    outputs = {**outputs_of(resource.type, resource.name), **resource.inputs}
    texts = {text: names[key] for key, text in outputs.items() if key in names and _is_text(text)}
    return {
        text: Reference(resource.urn, name)
        for text, name in {**texts, f"{resource.name}-id": "id"}.items()
    }


@cache
def class_of(token: str) -> Kind:
    """``aws:sqs/queue:Queue`` is ``pulumi_aws.sqs.Queue``."""
    module = token.split(":")[1].split("/")[0]
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    kind: Kind = getattr(package, token.rpartition(":")[2])
    return kind


@cache
def snake_names(token: str) -> dict[str, str]:
    """Python's name of each property, by the provider's."""
    kind = class_of(token)
    getters = {name: getattr(kind, name) for name in dir(kind)}
    return {
        getattr(getter.fget, "_pulumi_name"): name  # noqa: B009  (no type knows of it)
        for name, getter in getters.items()
        if isinstance(getter, property) and hasattr(getter.fget, "_pulumi_name")
    }


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""
