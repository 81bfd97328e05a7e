"""What ``pulumi`` does by hand in a checkout, where stages are deployed by ``platform up``."""

from __future__ import annotations

import json
import subprocess

from tests.checkout import Checkout

STACKS = ".local/state/.pulumi/stacks/platform"


def test_a_stage_that_cannot_be_deployed_here_is_refused_before_anything_is_made(
    checkout: Checkout,
) -> None:
    done = up(checkout, "dev")
    assert done.returncode != 0
    assert "stage dev is on AWS" in done.stdout
    assert held(checkout, "dev") == []

    deployed = {"checkpoint": {"latest": {"resources": [{"type": "aws:sqs/queue:Queue"}]}}}
    (checkout.root / STACKS / "local-orders.json").write_text(json.dumps(deployed))
    done = up(checkout, "local")
    assert done.returncode != 0
    assert "platform down --stage local" in done.stdout
    assert held(checkout, "local") == []


def test_a_refresh_of_a_services_stack_writes_nothing_into_the_checkout(
    checkout: Checkout,
) -> None:
    before = sorted(path.name for path in checkout.root.iterdir())
    assert checkout.pulumi("version").returncode == 0
    state = checkout.root / STACKS
    (state / "dev-catalog.json").write_text((state / "dev.json").read_text())
    done = checkout.pulumi("refresh", "-s", "dev-catalog", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout
    assert sorted(path.name for path in checkout.root.iterdir()) == before


def up(checkout: Checkout, stack: str) -> subprocess.CompletedProcess[str]:
    words = ("up", "-s", stack, "--yes", "--skip-preview", "--non-interactive")
    return checkout.pulumi(*words)


def held(checkout: Checkout, stack: str) -> list[str]:
    """The resources that a stack's state has."""
    written = json.loads((checkout.root / STACKS / f"{stack}.json").read_text())
    latest = written["checkpoint"].get("latest") or {}
    return [resource["urn"] for resource in latest.get("resources") or []]
