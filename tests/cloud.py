"""Cloud: deploys a program in memory with Pulumi's mocks, and records its resources."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import resource, rpc
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2, source_pb2

from local.toolchain import debug_messages, known_answers, lighter_outputs, plain_values
from settings import PROJECT
from tests import awsx_outputs, store_outputs

# The outputs by which resources refer to each other, beside the id.
CALLED_BY = ("arn", "name", "url")

ACCOUNT = "123456789012"
REGION = "eu-west-1"

# With each resource the SDK sends the engine the stack of calls that made it, a quarter of the time
# of a program in memory, where no engine reads it.
resource._get_stack_trace = source_pb2.StackTrace
# As in a program that the engine runs.
debug_messages.drop_those_of_the_sdk()
known_answers.keep()
lighter_outputs.use()
plain_values.pass_on()


@dataclass(frozen=True)
class Recorded:
    """One resource as it was registered; ``inputs`` have the provider's names, in camelCase."""

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
    retained: bool = False
    former_parents: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()

    @property
    def outputs(self) -> Mapping[str, Any]:
        """What other resources call it by; nothing calls a component by an ARN."""
        if not self.custom:
            return {}
        found = outputs_of(self.type, self.name)
        return {"id": f"{self.name}-id", **{key: found[key] for key in CALLED_BY}}

    def json(self, key: str) -> Any:
        """An input that is JSON text, parsed."""
        return json.loads(self.inputs[key])


@dataclass
class Cloud(pulumi.runtime.Mocks):
    """The mocks: outputs are the inputs, names and ARNs; ``lookups`` are functions by token.

    ``resources`` has every resource in the order of registration, ``result`` what the program
    returned. A look-up without a function is an ``AssertionError``.
    """

    lookups: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    resources: list[Recorded] = field(default_factory=list)
    result: Any = None
    # The first so many resources, by type.
    _sorted: int = field(default=0, init=False)
    _of_type: dict[str, list[Recorded]] = field(
        default_factory=lambda: defaultdict(list), init=False
    )

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ.startswith("awsx:"):
            return f"{args.name}-id", awsx_outputs.of(args.typ, args.name)
        made = {**outputs_of(args.typ, args.name), **store_outputs.of(args.typ, args.name)}
        return f"{args.name}-id", {**made, **args.inputs}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        if args.token not in self.lookups:
            raise AssertionError(f"unexpected lookup {args.token}: pass the value in instead")
        return self.lookups[args.token](args.args)

    def all(self, kind: type[pulumi.Resource]) -> list[Recorded]:
        """Every resource of a class."""
        for each in self.resources[self._sorted :]:
            self._of_type[each.type].append(each)
        self._sorted = len(self.resources)
        return [*self._of_type[kind.pulumi_type]]  # type: ignore[attr-defined]

    def one(self, kind: type[pulumi.Resource], name: str | None = None) -> Recorded:
        """The only resource of a class, or of a class and a name; ``AssertionError`` otherwise."""
        found = [r for r in self.all(kind) if name in (None, r.name)]
        assert len(found) == 1, (
            f"expected one {kind.__name__} {name or ''}, got {[r.name for r in self.all(kind)]}"
        )
        return found[0]


class Recorder(MockMonitor):
    """Records each registration with its dependencies, which the SDK's mocks leave out.

    It answers at once: the SDK's mocks run an event loop for each answer.
    """

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  (the protocol's name)
        if request.type == "pulumi:pulumi:Stack":
            return super().RegisterResource(request)
        urn = self.make_urn(request.parent, request.type, request.name)
        inputs = revealed(rpc.deserialize_properties(request.object))
        kept = Recorded(
            type=request.type,
            name=request.name,
            urn=urn,
            inputs=inputs,
            parent=request.parent,
            provider=request.provider,
            custom=request.custom,
            dependencies=sorted(request.dependencies),
            property_dependencies={
                key: sorted(found.urns) for key, found in request.propertyDependencies.items()
            },
            protect=request.protect,
            retained=request.retainOnDelete,
            former_parents=tuple(
                alias.spec.parentUrn for alias in request.aliases if alias.spec.parentUrn
            ),
            former_names=tuple(alias.spec.name for alias in request.aliases if alias.spec.name),
        )
        self.mocks.resources.append(kept)  # type: ignore[attr-defined]
        args = pulumi.runtime.MockResourceArgs(kept.type, kept.name, inputs)
        identity, outputs = self.mocks.new_resource(args)
        state = struct(outputs, sent=request.object.fields)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=identity, object=state)

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        args = rpc.deserialize_properties(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            return resource_pb2.ResourceInvokeResponse(**{"return": struct(below(args["urn"]))})
        answer = self.mocks.call(pulumi.runtime.MockCallArgs(request.tok, args, request.provider))
        return resource_pb2.ResourceInvokeResponse(**{"return": struct(answer)})


def struct(values: Mapping[str, Any], sent: Mapping[str, Any] | None = None) -> Struct:
    """Plain values as the protocol has them; those that were sent are as they were sent."""
    found, sent = Struct(), sent or {}
    for key, value in values.items():
        if key in sent:
            found.fields[key].CopyFrom(sent[key])
        else:
            found[key] = value
    return found


def revealed(value: Any) -> Any:
    """A value without the markers of secrets, at any depth."""
    value = rpc.unwrap_rpc_secret(value)
    if isinstance(value, dict):
        return {key: revealed(inner) for key, inner in value.items()}
    return [revealed(inner) for inner in value] if isinstance(value, list) else value


def outputs_of(kind: str, name: str) -> dict[str, Any]:
    """Outputs that most resources have: names, ARNs and URLs in AWS's form."""
    service = kind.split(":")[1].split("/")[0]
    arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"
    return {
        "arn": arn,
        "name": name,
        "uuid": f"{name}-uuid",
        "url": f"https://{service}.{REGION}.amazonaws.com/{ACCOUNT}/{name}",
        "qualifiedArn": f"{arn}:1",
        "invokeArn": f"{arn}/invocations",
        "executionArn": arn,
        "streamArn": f"{arn}/stream",
        "rootResourceId": f"{name}-root",
        "apiEndpoint": f"wss://{name}.execute-api.{REGION}.amazonaws.com",
        "invokeUrl": f"https://{name}.execute-api.{REGION}.amazonaws.com/",
        "endpoint": f"cognito-idp.{REGION}.amazonaws.com/{name}",
        "uris": {"GRAPHQL": f"https://{name}.appsync-api.{REGION}.amazonaws.com/graphql"},
        "functionId": f"{name}-function-id",
        "domainName": f"{name}.cloudfront.net",
        "hostedZoneId": f"{name}-zone",
        "bucketRegionalDomainName": f"{name}.s3.{REGION}.amazonaws.com",
    }


def below(urn: str) -> dict[str, Any]:
    """A resource below a component of AWSX, as the engine gives it to a program."""
    _, _, kind, name = urn.split("::")
    state = {**outputs_of(kind, name), **store_outputs.of(kind, name)}
    return {"urn": urn, "id": f"{name}-id", "state": state}


def deploy(
    program: Callable[[], Any],
    stack: str = "test",
    config: Mapping[str, Any] | None = None,
    lookups: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] | None = None,
) -> Cloud:
    """Run ``program`` against a new cloud; every output is resolved when this returns."""
    use_loop()
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
    # What is left of a program are tasks that are done, which the next loop to close would look at.
    asyncio.tasks._all_tasks.clear()  # type: ignore[attr-defined]
    return cloud


def use_loop() -> None:
    """Have a loop, without which no output can be made: ``asyncio.run`` leaves none."""
    asyncio.set_event_loop(_loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One for all programs of a process: the SDK leaves it open."""
    return Inline()


class Inline(asyncio.SelectorEventLoop):
    """A loop that calls the monitor itself: it answers from memory, and needs no thread that waits.
    The threads took half of a program's time.
    """

    def run_in_executor(  # type: ignore[override]
        self, executor: None, function: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        answer = self.create_future()
        try:
            answer.set_result(function(*args))
        except Exception as error:
            answer.set_exception(error)
        return answer
