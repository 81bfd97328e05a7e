"""Emulator maps: batches of a distributed map, which the emulator's Step Functions run by item."""

from __future__ import annotations

import copy
from typing import Any


def correct(states: Any) -> None:
    """Change the emulator's Step Functions, a module."""
    run = states._run_distributed_map

    def run_map(
        state: Any, raw: Any, given: Any, processor: Any, execution: Any, context: Any
    ) -> Any:
        batcher = state.get("ItemBatcher")
        if batcher is None:
            return run(state, raw, given, processor, execution, context)
        items = _items(states, state, given, context)
        size = batcher["MaxItemsPerBatch"]
        batches = [{"Items": items[at : at + size]} for at in range(0, len(items), size)]
        taken = ("ItemReader", "ItemSelector", "ItemBatcher")
        left = {key: value for key, value in state.items() if key not in taken}
        batched = {**left, "ItemsPath": "$.batches"}
        return run(batched, raw, {"batches": batches}, processor, execution, context)

    states._run_distributed_map = run_map


def _items(states: Any, state: Any, given: Any, context: Any) -> list[Any]:
    """The items of a map, each as its selector makes it."""
    if "ItemReader" in state:
        found = states._read_map_items(state["ItemReader"], given, context)
    else:
        found = states._resolve_path_or_ctx(state.get("ItemsPath", "$"), given, context)
    selector = state.get("ItemSelector")
    if selector is None:
        return list(found)
    made = []
    for place, item in enumerate(found):
        own = copy.deepcopy(context)
        own["Map"] = {"Item": {"Index": place, "Value": item}}
        made.append(states._resolve_params_obj(selector, given, own))
    return made
