"""One bare emulator for the tests that need no stage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.emulator import Emulator
from tests.local.deployed import install_emulator
from tests.ports import free_port

# What a developer's own shell may hold.
CALLERS_OWN = {
    "GITHUB_TOKEN": "the caller's token",
    "AWS_SECRET_ACCESS_KEY": "the caller's secret key",
    "AWS_PROFILE": "the caller's profile",
    "PULUMI_CONFIG_PASSPHRASE": "the caller's passphrase",
}


@pytest.fixture(scope="session", autouse=True)
def engines(fork_server: None) -> None:
    """Every test here runs an engine."""


@pytest.fixture(scope="session")
def bare_emulator() -> Iterator[Emulator]:
    """An emulator with nothing in it, started by a caller with secrets in the environment."""
    install_emulator()
    port = free_port()
    emulator = Emulator(f"tests-{port}", f"http://127.0.0.1:{port}")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CALLERS_OWN.items():
            patch.setenv(name, value)
        emulator.start()
    yield emulator
    emulator.stop()
    emulator.remove_state()


@pytest.fixture(scope="session")
def emulator_endpoint(bare_emulator: Emulator) -> str:
    return bare_emulator.endpoint
