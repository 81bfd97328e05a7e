"""A local stage in a checkout of its own, at a port of its own."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.shop.client import Shop
from local.checkout import LOCAL
from local.emulator_install import install
from tests.checkout import Checkout
from tests.ports import free_port


@dataclass(frozen=True)
class Deployed:
    """A stage that is up, with what the first complete ``platform up`` said."""

    checkout: Checkout
    shop: Shop
    first_words: str


def new_checkout(folder: Path) -> Checkout:
    """A copy of the program whose local stage is at a free port."""
    install_emulator()
    return Checkout.copy(folder).with_endpoint(f"http://127.0.0.1:{free_port()}")


@contextmanager
def up(checkout: Checkout, *, attempts: int = 1) -> Iterator[Deployed]:
    """``platform up``; at the end ``platform down``, which leaves nothing.

    On a machine that is busy the first order may take too long; another attempt places it again.
    """
    try:
        for _ in range(attempts):
            done = checkout.platform("up")
            if done.returncode == 0:
                break
        assert done.returncode == 0, done.stdout
        yield Deployed(checkout, Shop("local", "us-east-1", checkout.endpoint), done.stdout)
    finally:
        down = checkout.platform("down")
    assert down.returncode == 0, down.stdout
    assert "nothing is left of it" in down.stdout
    state = checkout.root / ".local/state/.pulumi/stacks/platform"
    # ``local`` alone is the empty stack that ``platform env`` makes for plain pulumi.
    assert list(state.glob("local-*.json")) == []


def install_emulator() -> None:
    """Once, whichever worker comes first."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "emulator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install()
