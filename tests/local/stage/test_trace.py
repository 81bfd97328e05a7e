"""One order whole by one command, through functions, queues and workflows."""

from __future__ import annotations

import json

import pytest

from tests.flows.shopping import payment_of, placed, settled, stocked, until
from tests.local.deployed import Deployed

# Every function that an order paid by transfer passes, and those that consume its end.
PASSED = {
    "catalog-get-prices",
    "orders-place-order",
    "orders-publish-changes",
    "orders-advance-order",
    "inventory-reserve-stock",
    "payments-take-payment",
    "payments-request-transfer",
    "payments-record-transfer",
    "shipping-book-shipment",
    "analytics-collect-purchases",
    "analytics-count-order",
    "analytics-store-records",
    "notifications-notify-customer",
    "notifications-notices-file-notice",
    "realtime-send-status",
    "reports-note-end",
}


def asked(stage: Deployed, *words: str) -> str:
    """What a command prints; nothing while there is no line yet."""
    done = stage.checkout.platform(*words)
    return done.stdout if done.returncode == 0 else ""


@pytest.fixture(scope="module")
def order(shop, agent):
    """An order that waits for a bank transfer, which a workflow of payments does."""
    body = {"lines": [{"itemId": stocked(shop, agent, 1), "quantity": 1}]}
    customer = shop.sign_in("traced")
    order = placed(shop, customer, {**body, "paymentMethod": "transfer"})
    until(lambda: payment_of(shop, agent, order), lambda status: status == "PENDING")
    path = f"/payments/{order}/transfer"

    def arrived():
        shop.request("POST", "payments", path, agent, {"outcome": "received"})
        return payment_of(shop, agent, order)

    until(arrived, lambda status: status != "PENDING")
    assert settled(shop, customer, order)["status"] == "CONFIRMED"
    return order


def test_one_order_is_found_whole_by_one_command_and_every_line_is_parsed(deployed, order):
    def found():
        return json.loads(asked(deployed, "trace", order, "--json") or '{"steps": []}')

    journey = until(found, lambda it: {step["name"] for step in it["steps"]} >= PASSED)
    steps = journey["steps"]
    unparsed = [step["record"]["text"] for step in steps if "text" in step["record"]]
    assert unparsed == []
    events = [step["words"] for step in steps if step["kind"] == "workflow"]
    assert ("entered ClearTransfer" in events, events[-1]) == (True, "ExecutionSucceeded")
    [correlation] = journey["correlationIds"]
    text = asked(deployed, "trace", correlation)
    assert "1 workflows" in text.splitlines()[-1]
    assert all(f" {name} " in text for name in PASSED)
    assert journey["deadLetters"] == []


def test_the_log_of_a_service_has_the_lines_of_the_order_and_all_are_parsed(deployed, order):
    every = asked(deployed, "logs", "orders", "--json").splitlines()
    of_order = asked(deployed, "logs", "orders", "--order", order, "--json").splitlines()
    assert set(of_order) <= set(every)
    lines = [json.loads(line) for line in of_order]
    assert {line["function"].rpartition("-function-")[0] for line in lines} == {
        *("orders-place-order", "orders-publish-changes", "orders-advance-order")
    }
    assert [line["text"] for line in lines if "text" in line] == []
