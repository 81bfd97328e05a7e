"""The component package through its generated Python SDK, deployed to the emulator."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.toolchain.setup import set_up
from tests.package.examples import Example


@pytest.fixture
def example(emulator_endpoint: str, tmp_path: Path) -> Iterator[Example]:
    """The Python example as its README deploys it; destroyed at the end."""
    set_up(os.environ)
    copy = Example.copy("package-python", tmp_path)
    copy.with_endpoint(emulator_endpoint)
    copy.pulumi("stack", "init", "local")
    copy.pulumi("install")
    try:
        yield copy
    finally:
        copy.pulumi("destroy", "--yes")


def test_a_message_goes_through_a_queue_worker_made_with_the_generated_sdk(
    example: Example,
) -> None:
    example.pulumi("up", "--yes")
    assert example.run(sys.executable, "try_it.py", "to be or not to be") == "6 words\n"
    assert "23 unchanged" in example.pulumi("up", "--yes")
