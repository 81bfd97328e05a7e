"""One local stage for the whole tier, and one bare emulator for the provider's own tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cli.shop import Shop
from cli.sign_in import AGENTS
from local.emulator import Emulator, install
from tests.checkout import Checkout

PORT = 4567
PROVIDER_PORT = 4568


@dataclass(frozen=True)
class Deployed:
    """A stage that is up, with what the first ``platform up`` said."""

    checkout: Checkout
    shop: Shop
    first_words: str


@pytest.fixture(scope="session")
def emulator_endpoint() -> Iterator[str]:
    """An emulator with nothing in it."""
    emulator = Emulator("provider-tests", f"http://127.0.0.1:{PROVIDER_PORT}")
    emulator.start()
    yield emulator.endpoint
    emulator.stop()
    emulator.forget()


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """``platform up`` in a checkout that has nothing yet; ``platform down`` at the end."""
    install()
    checkout = Checkout.copy(tmp_path_factory.mktemp("local"))
    checkout.edit("Pulumi.local.yaml", ":4566", f":{PORT}")
    up = checkout.platform("up")
    try:
        assert up.returncode == 0, up.stdout
        shop = Shop("local", "us-east-1", f"http://127.0.0.1:{PORT}")
        yield Deployed(checkout, shop, up.stdout)
    finally:
        down = checkout.platform("down")
    assert down.returncode == 0, down.stdout
    assert "nothing is left of it" in down.stdout


@pytest.fixture(scope="session")
def shop(deployed: Deployed) -> Shop:
    return deployed.shop


@pytest.fixture(scope="session")
def agent(shop: Shop) -> str:
    """The token of somebody who may stock the shop."""
    return shop.sign_in("agent", AGENTS)
