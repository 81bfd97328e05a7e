"""Items of a map: the input of each iteration, or of each child execution of a distributed map."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

from tests.simulator.failures import RUNTIME, Failed, Unsupported
from tests.simulator.paths import read
from tests.simulator.templates import fill

THRESHOLD = "States.ExceedToleratedFailureThreshold"


def inputs_of(
    name: str, state: Mapping[str, Any], given: Any, context: Any, stubs: Mapping[str, Any]
) -> list[tuple[Any, Any]]:
    """The inputs with the context of each; what an item reader finds is the stub of the map."""
    items = _items(name, state, given, context, stubs)
    made = []
    for place, item in enumerate(items):
        mapped = {**context, "Map": {"Item": {"Index": place, "Value": item}}}
        own = fill(state["ItemSelector"], given, mapped) if "ItemSelector" in state else item
        made.append((own, mapped))
    if "ItemBatcher" not in state:
        return made
    size, owns = state["ItemBatcher"]["MaxItemsPerBatch"], [own for own, _ in made]
    return [({"Items": owns[at : at + size]}, context) for at in range(0, len(owns), size)]


def _items(
    name: str, state: Mapping[str, Any], given: Any, context: Any, stubs: Mapping[str, Any]
) -> list[Any]:
    if "ItemReader" in state:
        reader = state["ItemReader"]
        if name not in stubs:
            raise Unsupported(f"there is no stub for the items of {name}, of {reader['Resource']}")
        stub = stubs[name]
        items = stub(fill(reader["Parameters"], given, context)) if callable(stub) else stub
    else:
        items = read(state.get("ItemsPath", "$"), given, context)
    if not isinstance(items, list):
        raise Failed(RUNTIME, f"{name}: there is no list at {state.get('ItemsPath', '$')}")
    return items


async def gather_most(work: Sequence[Awaitable[Any]], tolerated: float) -> list[Any]:
    """The results in order, None for a child execution that failed; more failures than are
    tolerated, in percent, are an error.
    """
    results = await asyncio.gather(*work, return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    for each in failed:
        if not isinstance(each, Failed):
            raise each
    if len(failed) * 100 > tolerated * len(results):
        raise Failed(THRESHOLD, f"{len(failed)} of {len(results)} child executions failed")
    return [None if isinstance(result, BaseException) else result for result in results]
