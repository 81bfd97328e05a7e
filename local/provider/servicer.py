"""The provider behind gRPC: requests as plain values, work in threads, errors in a sentence.

The SDK's servicer is kept for the start-up protocol. The resource calls are taken over, because the
SDK's own drop what this provider needs (unknown values, the hashes of archives, the engine's
naming, the old inputs) and print a traceback for every error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.provider.experimental import provider as sdk
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2 as proto

from local.provider.configuration import configuration_of
from local.provider.errors import ProviderError
from local.provider.naming import Autonaming, Mode
from local.provider.provider import AwsProvider, split
from local.provider.resource import Change
from local.provider.wire import from_struct, to_struct

VERSION = "7.51.1"
REPLACING_CONFIGURATION = frozenset({"region"})

Method = Callable[[Any, Any, Any], Awaitable[Any]]


class Unschooled(sdk.Provider):
    """What the SDK's servicer asks for; it has no schema to offer."""

    async def get_schema(self, request: sdk.GetSchemaRequest) -> sdk.GetSchemaResponse:
        return sdk.GetSchemaResponse(schema='{"name": "aws", "version": "' + VERSION + '"}')

    async def cancel(self) -> None:
        """Running calls are short: they finish, so that the engine can record them."""


def plain(method: Method) -> Method:
    """A error reaches the engine as one sentence; anything else is a defect and may be loud."""

    @wraps(method)
    async def wrapper(self: Any, request: Any, context: Any) -> Any:
        try:
            return await method(self, request, context)
        except ProviderError as error:
            await context.abort(grpc.StatusCode.UNKNOWN, str(error))

    return wrapper


class AwsServicer(ProviderServicer):
    """Answers the engine for one provider resource."""

    def __init__(self, provider: AwsProvider, engine_address: str) -> None:
        super().__init__([], VERSION, Unschooled(), engine_address)
        self._aws = provider

    @plain
    async def CheckConfig(self, request: Any, context: Any) -> Any:
        try:
            configuration_of(from_struct(request.news))
        except ProviderError as error:
            return proto.CheckResponse(failures=[proto.CheckFailure(reason=str(error))])
        return proto.CheckResponse(inputs=request.news)

    @plain
    async def DiffConfig(self, request: Any, context: Any) -> Any:
        olds, news = from_struct(request.old_inputs), from_struct(request.news)
        names = {*olds, *news} - {"version"}
        changed = sorted(name for name in names if olds.get(name) != news.get(name))
        return proto.DiffResponse(
            changes=_some(bool(changed)),
            diffs=changed,
            replaces=[name for name in changed if name in REPLACING_CONFIGURATION],
        )

    @plain
    async def Configure(self, request: Any, context: Any) -> Any:
        self._aws.configure({**dict(request.variables), **from_struct(request.args)})
        return proto.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    @plain
    async def Check(self, request: Any, context: Any) -> Any:
        engine = Autonaming(
            logical_name=split(request.urn)[1],
            seed=request.randomSeed,
            mode=Mode(request.autonaming.mode),
            proposed=request.autonaming.proposed_name,
        )
        olds, news = from_struct(request.olds), from_struct(request.news)
        try:
            inputs = self._aws.check(request.urn, olds, news, engine)
        except ProviderError as error:
            return proto.CheckResponse(failures=[proto.CheckFailure(reason=str(error))])
        return proto.CheckResponse(inputs=to_struct(inputs))

    @plain
    async def Diff(self, request: Any, context: Any) -> Any:
        olds, news = from_struct(request.old_inputs), from_struct(request.news)
        found = self._aws.diff(request.urn, olds, news, request.id)
        details = {name: how.value for name, how in found.updates.items()}
        details |= {name: how.replacing() for name, how in found.replacements.items()}
        kinds = proto.PropertyDiff.Kind
        return proto.DiffResponse(
            changes=_some(bool(found)),
            diffs=found.names,
            replaces=sorted(found.replacements),
            deleteBeforeReplace=found.delete_first,
            detailedDiff={
                name: proto.PropertyDiff(kind=kinds.Value(how), inputDiff=True)
                for name, how in details.items()
            },
            hasDetailedDiff=True,
        )

    @plain
    async def Create(self, request: Any, context: Any) -> Any:
        inputs = from_struct(request.properties)
        made, state = await asyncio.to_thread(
            self._aws.create, request.urn, inputs, preview=request.preview
        )
        return proto.CreateResponse(id=made, properties=to_struct(state))

    @plain
    async def Read(self, request: Any, context: Any) -> Any:
        state, inputs = from_struct(request.properties), from_struct(request.inputs)
        seen = await asyncio.to_thread(self._aws.read, request.urn, request.id, state, inputs)
        if seen is None:
            return proto.ReadResponse()
        state, inputs = seen
        return proto.ReadResponse(
            id=request.id, properties=to_struct(state), inputs=to_struct(inputs)
        )

    @plain
    async def Update(self, request: Any, context: Any) -> Any:
        change = Change(from_struct(request.old_inputs), from_struct(request.news))
        state = await asyncio.to_thread(
            self._aws.update,
            request.urn,
            request.id,
            from_struct(request.olds),
            change,
            preview=request.preview,
        )
        return proto.UpdateResponse(properties=to_struct(state))

    @plain
    async def Delete(self, request: Any, context: Any) -> Any:
        state = from_struct(request.properties)
        await asyncio.to_thread(self._aws.delete, request.urn, request.id, state)
        return empty_pb2.Empty()

    @plain
    async def Invoke(self, request: Any, context: Any) -> Any:
        args = from_struct(request.args)
        found = await asyncio.to_thread(self._aws.invoke, request.tok, args)
        return proto.InvokeResponse(**{"return": to_struct(found)})


def _some(changed: bool) -> Any:
    return proto.DiffResponse.DIFF_SOME if changed else proto.DiffResponse.DIFF_NONE
