from __future__ import annotations

import json
import shutil
import subprocess
import time

from local.checkout import ROOT
from tests.checkout import plain_environment
from tests.docs.pages import request
from tests.local.deployed import Deployed

# The environment of the tests is shared, and is not to be installed anew for a copied Makefile.
AS_INSTALLED = {"MAKEFLAGS": "--assume-old=.venv/.installed"}
# No stack is made of these; of others that are new, ``make up`` would deploy all stacks again.
FILES = ("Makefile", "tests/aws/node/package-lock.json")
WITHIN_SECONDS = 30


def bash(deployed: Deployed, script: str) -> list[dict]:
    """Run a script in the deployed checkout; the JSON objects that it prints."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=deployed.checkout.root,
        env={**plain_environment(), **AS_INSTALLED},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return list(objects(done.stdout))


def objects(text: str):
    """Every JSON object in a text, one after the other; what stands between is skipped."""
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        found, at = decoder.raw_decode(text, at)
        yield found


def test_the_lines_of_the_readme_place_an_order_and_read_it(deployed: Deployed) -> None:
    for file in FILES:
        target = deployed.checkout.root / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target)
    items, placed, listed = bash(deployed, request())
    assert "first-item" in [item["itemId"] for item in items["items"]]
    assert placed["status"] == "PLACED"
    assert [order["orderId"] for order in listed["orders"]] == [placed["orderId"]]

    deadline = time.monotonic() + WITHIN_SECONDS
    while listed["orders"][0]["status"] == "PLACED" and time.monotonic() < deadline:
        _, again, listed = bash(deployed, request())
        assert again["orderId"] == placed["orderId"]
    assert listed["orders"][0]["status"] in ("PAID", "CONFIRMED")
