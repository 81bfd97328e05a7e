from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from local.emulator import install
from tests.checkout import Checkout

PORT = 4570


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    install()
    checkout = Checkout.copy(tmp_path_factory.mktemp("interrupted"))
    checkout.edit("Pulumi.local.yaml", ":4566", f":{PORT}")
    return checkout


def interrupted(checkout: Checkout, after: str) -> tuple[int, str]:
    """``platform up``, and a Ctrl-C as a terminal sends it: once, to the whole process group."""
    process = subprocess.Popen(
        checkout.command("up"), **checkout.surroundings(), start_new_session=True
    )
    words = []
    for line in process.stdout:
        words.append(line)
        if re.search(after, line):
            os.killpg(process.pid, signal.SIGINT)
            break
    words.extend(process.stdout)
    return process.wait(), "".join(words)


def test_a_port_that_is_taken_is_named_with_what_to_do(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", PORT)):
        up = checkout.platform("up")
    assert up.returncode == 1
    assert f"port {PORT} is taken by another program" in up.stdout
    assert "Pulumi.local.yaml" in up.stdout
    assert "Traceback" not in up.stdout


def test_up_goes_on_after_a_ctrl_c_in_its_middle_and_down_leaves_nothing(
    checkout: Checkout,
) -> None:
    code, words = interrupted(checkout, after=r"local-platform +done")
    try:
        assert code == 130, words
        assert "Traceback" not in words
        up = checkout.platform("up")
        assert up.returncode == 0, up.stdout
        assert re.search(r"^  confirmed ", up.stdout, re.MULTILINE), up.stdout
    finally:
        down = checkout.platform("down")
    assert down.returncode == 0, down.stdout
    assert "nothing is left of it" in down.stdout
    assert not list(Path(checkout.root, ".local/state/.pulumi/stacks/platform").glob("local*.json"))
