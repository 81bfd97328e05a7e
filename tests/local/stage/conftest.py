"""One local stage for the whole folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.shop.client import Shop
from cli.shop.sign_in import AGENTS
from tests.local.deployed import Deployed, new_checkout, up


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """``platform up`` in a checkout that has nothing yet; ``platform down`` at the end."""
    with up(new_checkout(tmp_path_factory.mktemp("local"))) as stage:
        yield stage


@pytest.fixture(scope="session")
def shop(deployed: Deployed) -> Shop:
    return deployed.shop


@pytest.fixture(scope="session")
def agent(shop: Shop) -> str:
    """The token of an agent, who may change catalog and stock."""
    return shop.sign_in("agent", AGENTS)
