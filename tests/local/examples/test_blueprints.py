"""The five blueprints as they are deployed: audited, and refused what they forbid."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from guide.matrix import MATRIX
from tests.checkout import Checkout
from tests.local.deployed import new_checkout
from tests.local.examples.tried import Tried, split

MACHINE = """
import pulumi_aws
below = pulumi.ResourceOptions(parent=app)
pulumi_aws.sfn.StateMachine("extra", role_arn="a", definition="{}", type="%s", opts=below)
"""
QUEUE = """
from components.messaging.queue import Queue
Queue("extra", opts=pulumi.ResourceOptions(parent=app))
"""
# All that microservices forbid is to leave out what they need.
NO_BUS = """
with Blueprint("extra", BlueprintArgs(pattern=MICROSERVICES)):
    pass
"""
REFUSED = {
    "blueprint-simple-rest": (QUEUE, "app must have no SQS: it is a simple REST, and a caller who"),
    "blueprint-web-socket": (MACHINE % "STANDARD", "app must have no Step Functions: it is a WebS"),
    "blueprint-fan-out": (MACHINE % "STANDARD", "app must have no Step Functions: it is a fan-out"),
    "blueprint-workflow": (MACHINE % "EXPRESS", "app must have no Express workflow unless reasons"),
    "blueprint-microservices": (NO_BUS, "EventBridge (changes are events)"),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the repository; the examples that are deployed in it are gone at the end."""
    checkout = new_checkout(tmp_path_factory.mktemp("blueprints"))
    yield checkout
    down = checkout.platform("down")
    assert down.returncode == 0, down.stdout


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.example)
def test_a_deployed_blueprint_is_whole_and_what_it_forbids_is_refused_by_name(
    checkout: Checkout, row
) -> None:
    example = Tried(checkout, row.example)
    found = audited(checkout, row.example)
    assert (found["what"], found["blueprint"]) == (
        f"example {row.example}, as deployed,",
        row.blueprint.name,
    )
    own = found["findings"][row.blueprint.name]
    assert [each for each in own if not each.startswith("advised")] == []
    forbidden, said = REFUSED[row.example]
    file = checkout.root / "examples" / row.example / "__main__.py"
    file.write_text(file.read_text("utf-8") + forbidden, "utf-8")
    done = checkout.platform("example", example.name)
    assert done.returncode == 1
    assert said in " ".join(done.stdout.split())
    # A part of what was refused may have been made before it, as its dead-letter queue.
    assert audited(checkout, row.example)["findings"][row.blueprint.name] == own


def audited(checkout: Checkout, name: str) -> dict:
    """What ``platform advise`` says of an example as it is deployed."""
    done = subprocess.run(
        checkout.forked("advise", "--example", name, "--json"), **split(checkout), timeout=60
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
