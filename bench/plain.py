"""Plain: the resources of a recorded program as straight pulumi-aws code would make them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from tests.cloud import Recorded, outputs_of

Made = dict[str, pulumi.CustomResource]


@dataclass(frozen=True)
class Plain:
    """A program without components: each resource by its own class, its inputs from the same
    resources as in the recorded program. What can be thought out ahead is, so that running it
    costs what the SDK asks for and nothing more.
    """

    recorded: Sequence[Recorded]

    @cached_property
    def ordered(self) -> list[Recorded]:
        """What a resource is made from comes before it."""
        by_urn = {resource.urn: resource for resource in self.recorded}
        found: dict[str, Recorded] = {}

        def visit(resource: Recorded) -> None:
            if resource.urn not in found:
                for urn in needs(resource):
                    if urn in by_urn:
                        visit(by_urn[urn])
                found[resource.urn] = resource

        for resource in self.recorded:
            visit(resource)
        return list(found.values())

    @cached_property
    def steps(self) -> list[tuple[Recorded, type[pulumi.CustomResource], dict[str, Planned]]]:
        """Each resource with its class and, by the class's own names, its inputs."""
        origins = {resource.urn: origins_of(resource) for resource in self.recorded}
        return [
            (
                resource,
                class_of(resource.type),
                {
                    snake_names(class_of(resource.type))[key]: planned(
                        value, resource.property_dependencies.get(key, ()), origins
                    )
                    for key, value in resource.inputs.items()
                },
            )
            for resource in self.ordered
        ]

    def run(self) -> None:
        """The program itself."""
        provider = aws.Provider("aws", region="eu-west-1")
        made: Made = {}
        for resource, kind, inputs in self.steps:
            after = [made[urn] for urn in explicit(resource) if urn in made]
            made[resource.urn] = kind(
                resource.name,
                **{name: value.given(made) for name, value in inputs.items()},
                opts=pulumi.ResourceOptions(provider=provider, depends_on=after or None),
            )


@dataclass(frozen=True)
class Planned:
    """A value in which ``Reference`` stands for another resource's output; ``composed`` for a
    text that is put together from several.
    """

    value: Any
    composed: tuple[str, ...] = ()

    def given(self, made: Made) -> Any:
        value = filled(self.value, made)
        needed = [made[urn].id for urn in self.composed]
        return pulumi.Output.all(*needed).apply(lambda _: self.value) if needed else value


@dataclass(frozen=True)
class Reference:
    """``role.arn``, say."""

    urn: str
    attribute: str


def planned(value: Any, needed: Sequence[str], origins: Mapping[str, Mapping[str, str]]) -> Planned:
    """Outputs handed on as they are, where that is what the recorded program did."""
    known = {
        text: Reference(urn, attribute)
        for urn in needed
        for text, attribute in origins.get(urn, {}).items()
    }
    replaced = _replaced(value, known)
    if {each.urn for each in references(replaced)} >= {urn for urn in needed if urn in origins}:
        return Planned(replaced)
    return Planned(value, tuple(urn for urn in needed if urn in origins))


def filled(value: Any, made: Made) -> Any:
    """The value with the outputs themselves in place of the references to them."""
    if isinstance(value, Reference):
        return getattr(made[value.urn], value.attribute)
    if isinstance(value, dict):
        return {key: filled(inner, made) for key, inner in value.items()}
    return [filled(inner, made) for inner in value] if isinstance(value, list) else value


def references(value: Any) -> Iterator[Reference]:
    """Every reference in a value."""
    if isinstance(value, Reference):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from references(part)


def needs(resource: Recorded) -> set[str]:
    """The resources that a resource's inputs are made from, and those it waits for."""
    return {
        *resource.dependencies,
        *(urn for urns in resource.property_dependencies.values() for urn in urns),
    }


def explicit(resource: Recorded) -> set[str]:
    """The resources that a resource waits for without using anything of them."""
    used = {urn for urns in resource.property_dependencies.values() for urn in urns}
    return set(resource.dependencies) - used


def origins_of(resource: Recorded) -> dict[str, str]:
    """The attribute of the resource's class that each text of its outputs comes from."""
    names = snake_names(class_of(resource.type))
    outputs = {**outputs_of(resource.type, resource.name), **resource.inputs}
    found = {text: names[key] for key, text in outputs.items() if _is_output(key, text, names)}
    return {**found, f"{resource.name}-id": "id"}


@cache
def class_of(token: str) -> type[pulumi.CustomResource]:
    """``aws:sqs/queue:Queue`` is ``pulumi_aws.sqs.Queue``."""
    module = token.split(":")[1].split("/")[0]
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    return getattr(package, token.rpartition(":")[2])  # type: ignore[no-any-return]


@cache
def snake_names(kind: type[pulumi.CustomResource]) -> dict[str, str]:
    """The provider's name of each property, and Python's."""
    getters = {name: getattr(kind, name) for name in dir(kind)}
    return {
        getter.fget._pulumi_name: name
        for name, getter in getters.items()
        if isinstance(getter, property) and hasattr(getter.fget, "_pulumi_name")
    }


def _is_output(key: str, value: Any, names: Mapping[str, str]) -> bool:
    return isinstance(value, str) and key in names


def _replaced(value: Any, known: Mapping[str, Reference]) -> Any:
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(inner, known) for key, inner in value.items()}
    return [_replaced(inner, known) for inner in value] if isinstance(value, list) else value
