"""A cloud that exists only in memory: deploy something to it, then look at what is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor

from settings import PROJECT

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@dataclass(frozen=True)
class Recorded:
    """One resource as the engine would have received it; ``inputs`` in the provider's camelCase."""

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    parent: str
    provider: str
    custom: bool
    dependencies: list[str]
    property_dependencies: dict[str, list[str]]
    protect: bool = False
    former_parents: tuple[str, ...] = ()

    def json(self, key: str) -> Any:
        """An input that holds JSON text, parsed."""
        return json.loads(self.inputs[key])


@dataclass
class Cloud(pulumi.runtime.Mocks):
    """Echoes inputs and adds names and ARNs; a look-up that it does not know is an error."""

    lookups: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    resources: list[Recorded] = field(default_factory=list)
    result: Any = None

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        return f"{args.name}-id", {**outputs_of(args.typ, args.name), **args.inputs}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        if args.token not in self.lookups:
            raise AssertionError(f"unexpected lookup {args.token}: pass the value in instead")
        return self.lookups[args.token](args.args)

    def all(self, kind: type[pulumi.Resource]) -> list[Recorded]:
        """Every resource of one class."""
        return [r for r in self.resources if r.type == kind.pulumi_type]  # type: ignore[attr-defined]

    def one(self, kind: type[pulumi.Resource], name: str | None = None) -> Recorded:
        """The only resource of one class, or the one so named."""
        found = [r for r in self.all(kind) if name in (None, r.name)]
        assert len(found) == 1, (
            f"wanted one {kind.__name__} {name or ''}, have {[r.name for r in self.all(kind)]}"
        )
        return found[0]


class Recorder(MockMonitor):
    """Writes down each registration with its dependencies, which the SDK's mocks leave out."""

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  (the protocol's name)
        response = super().RegisterResource(request)
        if request.type != "pulumi:pulumi:Stack":
            self.mocks.resources.append(  # type: ignore[attr-defined]
                Recorded(
                    type=request.type,
                    name=request.name,
                    urn=response.urn,
                    inputs=revealed(rpc.deserialize_properties(request.object)),
                    parent=request.parent,
                    provider=request.provider,
                    custom=request.custom,
                    dependencies=sorted(request.dependencies),
                    property_dependencies={
                        key: sorted(found.urns)
                        for key, found in request.propertyDependencies.items()
                    },
                    protect=request.protect,
                    former_parents=tuple(alias.spec.parentUrn for alias in request.aliases),
                )
            )
        return response


def revealed(value: Any) -> Any:
    """A value without the wrapping that keeps parts of it secret from those who look on."""
    value = rpc.unwrap_rpc_secret(value)
    if isinstance(value, dict):
        return {key: revealed(inner) for key, inner in value.items()}
    return [revealed(inner) for inner in value] if isinstance(value, list) else value


def outputs_of(kind: str, name: str) -> dict[str, Any]:
    """All that the in-memory cloud knows of AWS: names, ARNs and URLs in the usual shape."""
    service = kind.split(":")[1].split("/")[0]
    arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"
    return {
        "arn": arn,
        "name": name,
        "url": f"https://{service}.{REGION}.amazonaws.com/{ACCOUNT}/{name}",
        "invokeArn": f"{arn}/invocations",
        "executionArn": arn,
        "streamArn": f"{arn}/stream",
        "rootResourceId": f"{name}-root",
        "invokeUrl": f"https://{name}.execute-api.{REGION}.amazonaws.com/",
        "endpoint": f"cognito-idp.{REGION}.amazonaws.com/{name}",
    }


def deploy(
    program: Callable[[], Any],
    stack: str = "test",
    config: Mapping[str, Any] | None = None,
    lookups: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] | None = None,
) -> Cloud:
    """Run ``program`` to the end against a fresh cloud; every Output is resolved on return."""
    _have_event_loop()
    cloud = Cloud(lookups=lookups or {})
    pulumi.runtime.set_mocks(
        cloud, project=PROJECT, stack=stack, preview=False, monitor=Recorder(cloud)
    )
    pulumi.runtime.set_all_config(
        {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in (config or {}).items()
        }
    )

    def run() -> pulumi.Output[Any]:
        return pulumi.Output.from_input(program()).apply(partial(setattr, cloud, "result"))

    pulumi.runtime.test(run)()
    return cloud


def _have_event_loop() -> None:
    """The SDK expects a loop in the thread; after a loop of its own there is none."""
    try:
        asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
