"""Runs every request of docs/http-api.md against the deployed stage, as the page has it."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from cli.api.documents import operations, request
from cli.shop.client import Shop
from tests.docs.examples import EXAMPLES
from tests.docs.openapi.document import document
from tests.flows.shopping import ordered, payment_of, stocked, until
from tests.local.deployed import Deployed

CHECKED = [
    (service, key)
    for service, examples in EXAMPLES.items()
    for key, example in examples.items()
    if not example.unchecked
]


@pytest.fixture(scope="module")
def variables(deployed: Deployed, shop: Shop, agent: str) -> dict[str, str]:
    """What the page's lines find in the shell: tokens, and the ids of two orders under way."""
    token = shop.sign_in("reader")
    paid = ordered(shop, token, stocked(shop, agent, 5), 1)
    body = {"lines": [{"itemId": stocked(shop, agent, 5), "quantity": 1}]}
    waiting = shop.request(
        "POST",
        "orders",
        "/orders",
        token,
        {**body, "paymentMethod": "transfer"},
        Idempotency_Key="transfer",
    )
    until(lambda: payment_of(shop, agent, waiting["orderId"]), lambda s: s == "PENDING")
    return {
        "PATH": f"{deployed.checkout.root}/.local/bin:{os.environ['PATH']}",
        "TOKEN": token,
        "AGENT": agent,
        "ORDER": paid["orderId"],
        "TRANSFER_ORDER": waiting["orderId"],
    }


def shape(value: Any) -> Any:
    """What stays the same from one run to the next: names of fields and kinds of values."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return type(value).__name__


def run(line: str, deployed: Deployed, variables: dict[str, str]) -> Any:
    """The JSON that a line for the shell prints."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=deployed.checkout.root,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("service", "key"), CHECKED, ids=lambda part: part)
def test_the_request_of_the_page_is_answered_as_it_says(service, key, deployed, variables):
    line = request(operations(document(service))[key])
    expected = shape(EXAMPLES[service][key].response)

    def answer() -> Any:
        found = run(line, deployed, variables)
        if "importId" in found:
            variables["IMPORT"] = found["importId"]
        if "mediaId" in found:
            variables["MEDIA"] = found["mediaId"]
        return found

    # An import, a notice and a count follow the request that caused them a moment later.
    found = until(answer, lambda found: loosely(shape(found)) == loosely(expected))
    assert "error" not in found


def loosely(shape: Any) -> Any:
    """A shape in which the values of a map by id count as one: items, failures by their names."""
    if isinstance(shape, dict):
        mapped = ("prices", "received", "failed")
        return {n: "map" if n in mapped else loosely(each) for n, each in shape.items()}
    return [loosely(each) for each in shape] if isinstance(shape, list) else shape
