from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.local.deployed import new_checkout
from tests.local.recovery.conftest import Interrupted


def test_a_port_that_is_taken_is_named_with_what_to_do(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path)
    port = urlsplit(checkout.endpoint).port
    with socket.create_server(("127.0.0.1", port)):
        up = checkout.platform("up")
    assert up.returncode == 1
    assert f"port {port} is taken by another program" in up.stdout
    assert "Pulumi.local.yaml" in up.stdout
    assert "Traceback" not in up.stdout


def test_up_says_that_it_was_interrupted_and_the_next_one_goes_on(interrupted: Interrupted) -> None:
    assert interrupted.code == 130, interrupted.words
    assert "Traceback" not in interrupted.words
    said = interrupted.stage.first_words
    assert re.search(r"^  confirmed ", said, re.MULTILINE), said
