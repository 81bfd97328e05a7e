"""One bare emulator for the tests that need no stage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.emulator import Emulator
from tests.local.deployed import install_emulator
from tests.ports import free_port


@pytest.fixture(scope="session")
def emulator_endpoint() -> Iterator[str]:
    """An emulator with nothing in it."""
    install_emulator()
    port = free_port()
    emulator = Emulator(f"tests-{port}", f"http://127.0.0.1:{port}")
    emulator.start()
    yield emulator.endpoint
    emulator.stop()
    emulator.remove_state()
