"""Checkouts in which the real engine plans every stage, offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkout import Checkout


@pytest.fixture(scope="session", autouse=True)
def engines(fork_server: None) -> None:
    """Every test here runs an engine."""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy of the program for a test that changes it."""
    return Checkout.copy(tmp_path)


@pytest.fixture(scope="session")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One copy for the tests that leave the program as it is."""
    return Checkout.copy(tmp_path_factory.mktemp("shared"))
