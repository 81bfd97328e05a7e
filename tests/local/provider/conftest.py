"""Fixtures: resources of one test on an emulator that its session shares."""

from __future__ import annotations

import pytest

from tests.local.provider.walk import Workshop, provider_at


@pytest.fixture
def shop(emulator_endpoint):
    workshop = Workshop(provider_at(emulator_endpoint))
    yield workshop
    workshop.clear()
