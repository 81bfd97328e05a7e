"""A local stage for the examples of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.checkout import Checkout
from tests.local.deployed import new_checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the repository; nothing is deployed, nor does its emulator run. At the end there is
    neither.
    """
    checkout = new_checkout(tmp_path_factory.mktemp("examples"))
    yield checkout
    checkout.platform("down")
    assert checkout.platform("status").stdout.startswith("emulator  stopped\nno stack of stage")
