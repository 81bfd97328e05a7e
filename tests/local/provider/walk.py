"""The walk that every resource type must be able to take on a real emulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from local.provider.configuration import Configuration
from local.provider.provider import AwsProvider
from local.provider.registry import resource_types
from local.provider.resource import Change
from local.provider.wire import Props

REGION = "eu-west-1"


@cache
def provider_at(endpoint: str) -> AwsProvider:
    """A provider on the emulator, which tags all it makes."""
    tags = {"stage": "test"}
    return AwsProvider(Configuration(region=REGION, endpoints={"sts": endpoint}, default_tags=tags))


@dataclass
class Made:
    """One resource that exists on the emulator."""

    provider: AwsProvider
    urn: str
    inputs: Props
    id: str
    state: Props

    def diff(self, **changes: Any) -> Any:
        return self.provider.diff(self.urn, self.inputs, self._with(changes))

    def read(self) -> tuple[Props, Props] | None:
        return self.provider.read(self.urn, self.id, self.state, self.inputs)

    def update(self, **changes: Any) -> None:
        news = self._with(changes)
        change = Change(self.inputs, news)
        self.state = self.provider.update(self.urn, self.id, self.state, change)
        self.inputs = news

    def delete(self) -> None:
        self.provider.delete(self.urn, self.id, self.state)

    def _with(self, changes: Props) -> Props:
        said = {
            key: value for key, value in {**self.inputs, **changes}.items() if value is not None
        }
        return self.provider.check(self.urn, self.inputs, said)


@dataclass
class Workshop:
    """Makes resources, and takes down in reverse whatever is still there at the end."""

    provider: AwsProvider
    made: list[Made] = field(default_factory=list)

    def make(self, token: str, logical_name: str, /, **inputs: Any) -> Made:
        urn = f"urn:pulumi:test::walk::{token}::{logical_name}"
        checked = self.provider.check(urn, {}, inputs)
        id_, state = self.provider.create(urn, checked)
        made = Made(self.provider, urn, checked, id_, state)
        self.made.append(made)
        return made

    def clear(self) -> None:
        while self.made:
            self.made.pop().delete()


def walk(made: Made, **changes: Any) -> None:
    """Nothing to do when nothing changed; update; seen to be gone; deleted twice."""
    token = made.urn.split("::")[2]
    kind = resource_types()[token]
    assert kind.computed - made.state.keys() == set()
    assert not made.diff()
    assert made.read() == (made.state, made.inputs)
    if changes:
        assert made.diff(**changes).updates.keys() == changes.keys()
        made.update(**changes)
        assert made.read() == (made.state, made.inputs)
        assert not made.diff()
    made.delete()
    assert made.read() is None
    made.delete()
