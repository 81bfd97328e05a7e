"""Lighter outputs: what the SDK does for each of a program's outputs, done with less.

The SDK makes four futures for every property of every resource, and a task that waits for them. All
four are set together, so one future that has all of them will do. Together with what is done to
keep count of outputs, and to look for unknown values in plain text, that is a third of the
processor time of a program in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pulumi
from pulumi import output
from pulumi.runtime import rpc, settings

from local.toolchain.plain_values import PLAIN

Resolver = Callable[[Any, bool, bool, set[pulumi.Resource] | None, Exception | None], None]

# What the SDK does itself.
_transfer_properties = rpc.transfer_properties
_contains_unknowns = rpc.contains_unknowns
_track_output = pulumi.Output._track


def use() -> None:
    """Have the SDK of this process make them so, from now on."""
    rpc.transfer_properties = transfer_properties
    rpc.contains_unknowns = output.contains_unknowns = contains_unknowns
    pulumi.Output._track = _track  # type: ignore[method-assign]


def transfer_properties(
    res: pulumi.Resource, props: pulumi.Inputs, custom: bool
) -> dict[str, Resolver]:
    """Give a resource an output for each of these properties; by name, what sets the output.

    A program has no need to wait for them at its end: they are set by the registration of the
    resource, for which it waits.
    """
    loop = asyncio.get_event_loop()
    resolvers: dict[str, Resolver] = {}
    for name in props:
        # These two are set by the registration itself.
        if name == "urn" or (name == "id" and custom):
            continue
        made: pulumi.Output[Any] = pulumi.Output.__new__(pulumi.Output)
        made._data = loop.create_future()
        res.__dict__[name] = made
        resolvers[name] = partial(_resolve, made._data, res)
    return resolvers


def contains_unknowns(val: Any) -> bool:
    """Whether a value, or anything in it, is not known yet."""
    return type(val) not in PLAIN and _contains_unknowns(val)


def _resolve(
    data: asyncio.Future[Any],
    resource: pulumi.Resource,
    value: Any,
    is_known: bool,
    is_secret: bool,
    resources: set[pulumi.Resource] | None,
    failed: Exception | None,
) -> None:
    if failed is None:
        found = {*(resources or ()), resource}
        data.set_result(output._OutputData(found, value, is_known, is_secret))
        return
    data.set_exception(failed)
    # The registration raises it: an output that is not read is not worth a message.
    data.exception()


def _track(self: pulumi.Output[Any]) -> None:
    """Have the program wait for an output at its end, unless it is known by then."""
    settings.SETTINGS.outputs.add(self._data)
    self._data.add_done_callback(_done)


def _done(data: asyncio.Future[Any]) -> None:
    # What failed is kept: the program raises it at its end.
    if not data.cancelled() and data.exception() is None:
        settings.SETTINGS.outputs.discard(data)
