"""Search on a deployed stage: the index follows the catalog, and can be written again from it."""

from __future__ import annotations

import uuid
from typing import Any

from cli.shop.client import Shop
from tests.flows.shopping import until


def found(shop: Shop, word: str) -> list[Any]:
    answer = shop.request("GET", "search", f"/search?q={word}")
    return [(each["itemId"], each["name"]) for each in answer["items"]]


def test_a_product_is_found_until_it_is_deleted_and_a_rebuild_gives_the_same_index(
    shop: Shop, agent: str
) -> None:
    word = f"theremin{uuid.uuid4().hex[:8]}"
    kept, gone = f"{word}-1", f"{word}-2"
    for item in (kept, gone):
        body = {"name": f"A {word}", "priceCents": 1250}
        shop.request("PUT", "catalog", f"/items/{item}", agent, body)
    both = [(kept, f"A {word}"), (gone, f"A {word}")]
    until(lambda: sorted(found(shop, word)), lambda now: now == both)

    shop.request("DELETE", "catalog", f"/items/{gone}", agent)
    until(lambda: found(shop, word), lambda now: now == both[:1])

    started = shop.request("POST", "search", "/rebuilds", agent)
    arn = shop.client("stepfunctions").list_state_machines()["stateMachines"]
    [machine] = [each["stateMachineArn"] for each in arn if "search-rebuild" in each["name"]]
    runs = shop.client("stepfunctions")
    until(
        lambda: [
            each["status"]
            for each in runs.list_executions(stateMachineArn=machine)["executions"]
            if each["name"] == started["rebuildId"]
        ],
        lambda now: now == ["SUCCEEDED"],
    )
    assert found(shop, word) == both[:1]
