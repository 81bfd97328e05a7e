"""The stage that ``--stage`` names; without it these tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.shop.sign_in import AGENTS
from settings import Settings
from tests.flows import shopping
from tests.flows.live_shop import LiveShop, live_shop
from tests.own_stage import own_stage

# On AWS an event that overtakes another is received again after ten seconds, then after a minute.
WITHIN_SECONDS = 180


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest) -> Iterator[str]:
    """The stage that is named, or one of the session's own."""
    named, like = (request.config.getoption(f"--{each}") for each in ("stage", "own-stage"))
    if named:
        yield named
    elif like:
        with own_stage(like) as made:
            yield made
    else:
        pytest.skip("runs on a stage: pytest tests/live --stage dev, or --own-stage dev")


@pytest.fixture(scope="session")
def settings(stage: str) -> Settings:
    """The settings of the stage; only one whose payments and parcels are simulated will do."""
    settings = Settings.of_stage(stage)
    if not (settings.payment_processor.is_simulated and settings.carrier.is_simulated):
        pytest.skip(f"stage {stage} moves money or parcels: its processor or carrier is a real one")
    if not settings.password_sign_in:
        pytest.skip(f"stage {stage} takes no password sign-in, so that tests cannot sign in")
    return settings


@pytest.fixture(scope="session")
def shop(settings: Settings) -> Iterator[LiveShop]:
    with live_shop(settings.stage, settings.region, settings.endpoint) as shop:
        yield shop


@pytest.fixture(scope="session")
def agent(shop: LiveShop) -> str:
    """The token of an agent, who may change catalog and stock."""
    return shop.sign_in("agent", AGENTS)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shopping, "WITHIN_SECONDS", WITHIN_SECONDS)
