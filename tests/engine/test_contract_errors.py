"""Services that would not understand each other are refused before anything is made."""

from __future__ import annotations

import pytest

from tests.checkout import Checkout

RENAMED = (
    "contracts/shipping.py",
    "    reason: Reason",
    "    cause: Reason",
    "ShipmentFailed is published by shipping and consumed by orders, payments, but its schema is "
    "no longer that of version 1: give it version=2, then run ",
)
UNPUBLISHED = (
    "services/shipping/__init__.py",
    "        ShipmentFailed,\n",
    "",
    "orders subscribes to ShipmentFailed, which no service publishes; its source is shipping",
)
CYCLE = (
    "services/inventory/__init__.py",
    "ReleaseRequested: (InventoryReleased,)",
    "ReleaseRequested: (InventoryReleased, InventoryReserved)",
    "an event cycle, by way of",
)


@pytest.mark.parametrize(
    ("stack", "file", "old", "new", "said"),
    [("dev", *RENAMED), ("local", *UNPUBLISHED), ("prod", *CYCLE)],
    ids=["a field has another name", "no service publishes it", "an event cycle"],
)
def test_a_preview_with_the_policies_names_who_breaks_what_to_whom(
    stack: str, file: str, old: str, new: str, said: str, checkout: Checkout
) -> None:
    checkout.edit(file, old, new)
    done = checkout.pulumi("preview", "-s", stack, "--policy-pack", "policies", "--non-interactive")
    assert done.returncode != 0
    assert said in done.stdout
    assert "Traceback" not in done.stdout
