"""Mutate: changes of a recorded stack, each on a copy, with the references that follow from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi

from policies.framework.graph import token
from policies.framework.resource import Resource

Stack = list[Resource]
Change = Callable[[Stack], Stack]
Kind = type[pulumi.Resource]


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """One row: the area, how much harm it does (H, M or L), what is changed, and the rule that must
    refuse it; or, for a few of low harm, why none does.
    """

    area: str
    harm: str
    what: str
    change: Change
    rule: str = ""
    why_not: str = ""


def update(kind: Kind, name: str, /, **values: Any) -> Change:
    """Other values of properties of a resource, given by the ends of their names; a value may be a
    function of the old one. None takes the property away. ``a__b`` is the property b within a.
    """

    def change(stack: Stack) -> Stack:
        found = one(stack, kind, name)
        properties = dict(found.properties)
        dependencies = dict(found.property_dependencies)
        for path, value in values.items():
            key, *inner = path.split("__")
            properties[key] = _set(properties.get(key), inner, value)
            if properties[key] is None:
                del properties[key]
            dependencies[key] = tuple(_named(stack, properties.get(key)))
        changed = replace(found, properties=properties, property_dependencies=dependencies)
        return [changed if each is found else each for each in stack]

    return change


def remove(kind: Kind, *names: str) -> Change:
    """Leave resources out."""

    def change(stack: Stack) -> Stack:
        gone = {one(stack, kind, name).urn for name in names}
        return [each for each in stack if each.urn not in gone]

    return change


def remove_all(kind: Kind) -> Change:
    """Leave out every resource of a class."""
    return lambda stack: [each for each in stack if each.type != token(kind)]


def add(kind: Kind, name: str, /, **properties: Any) -> Change:
    """One more resource; a function of the stack as a value is called with it."""

    def change(stack: Stack) -> Stack:
        given = {key: v(stack) if callable(v) else v for key, v in properties.items()}
        added = Resource(
            type=token(kind),
            name=name,
            urn=f"urn:pulumi:{stack[0].stack}::platform::{token(kind)}::{name}",
            properties=given,
            property_dependencies={k: tuple(_named(stack, v)) for k, v in given.items()},
        )
        return [*stack, added]

    return change


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(stack: Stack) -> Stack:
        for each in changes:
            stack = each(stack)
        return stack

    return change


def one(stack: Stack, kind: Kind, name: str) -> Resource:
    """The resource of a class and a name."""
    [found] = [each for each in stack if each.type == token(kind) and each.name == name]
    return found


def arn_of(kind: Kind, name: str) -> Callable[[Stack], Any]:
    """The ARN of a resource, for ``add``."""
    return lambda stack: one(stack, kind, name).properties["arn"]


def id_of(kind: Kind, name: str) -> Callable[[Stack], Any]:
    """The id of a resource, for ``add``."""
    return lambda stack: one(stack, kind, name).properties["id"]


def in_json(change: Callable[[Any], Any]) -> Callable[[str], str]:
    """A change of what a property holds as JSON text."""

    def changed(text: str) -> str:
        content = json.loads(text)
        found = change(content)
        return json.dumps(content if found is None else found)

    return changed


def statements(keep: Callable[[Mapping[str, Any]], bool]) -> Callable[[str], str]:
    """A policy with the statements of it that are kept."""

    def change(document: Any) -> None:
        document["Statement"] = [each for each in document["Statement"] if keep(each)]

    return in_json(change)


def another(**parts: Any) -> Callable[[str], str]:
    """A policy with one more statement."""
    statement = {"Effect": "Allow", **parts}
    return in_json(lambda document: document["Statement"].append(statement))


def without_action(action: str) -> Callable[[str], str]:
    """A policy without the statements that allow an action."""
    return statements(lambda each: action not in each["Action"])


def tasks(change: Callable[[dict[str, Any]], Any]) -> Callable[[str], str]:
    """A definition in which each task is changed."""

    def in_states(content: Any) -> None:
        for state in content["States"].values():
            if state["Type"] == "Task":
                change(state)

    return in_json(in_states)


def _set(old: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value(old) if callable(value) else value
    inside = dict(old or {})
    inside[path[0]] = _set(inside.get(path[0]), path[1:], value)
    return {key: each for key, each in inside.items() if each is not None}


def _named(stack: Stack, value: Any) -> Iterator[str]:
    """The resources whose ARN, id or URL a value has."""
    text = json.dumps(value, default=str).replace('\\"', '"')
    for each in stack:
        called = [each.properties.get(key) for key in ("arn", "id", "url", "name")]
        if any(isinstance(c, str) and (f'"{c}"' in text or f'"{c}/' in text) for c in called):
            yield each.urn
