"""Three examples as a user deploys, tries and removes them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.checkout import Checkout
from tests.local.deployed import new_checkout

SECONDS = 30
PLATFORM = ".local/bin/platform"


class Tried:
    """A deployed example; each of its commands is run as it was printed."""

    def __init__(self, checkout: Checkout, name: str) -> None:
        self._checkout, self.name = checkout, name
        done = subprocess.run(
            checkout.command("example", name, "--json"), **split(checkout), timeout=600
        )
        assert done.returncode == 0, done.stderr
        result = json.loads(done.stdout)
        self.outputs, self.commands = result["outputs"], result["try"]

    def run(self, number: int) -> str:
        """What the command of this number printed; curl's without its progress."""
        command = self.commands[number].replace("platform ", f"{PLATFORM} ", 1)
        command = command.replace("curl ", "curl -s ", 1)
        done = subprocess.run(command, shell=True, **split(self._checkout), timeout=60)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    def until(self, number: int, found: Callable[[Any], bool]) -> Any:
        """The answer of a command, repeated until it is as wanted."""
        until = time.monotonic() + SECONDS
        while not found(answer := json.loads(self.run(number))):
            assert time.monotonic() < until, answer
            time.sleep(0.2)
        return answer


def split(checkout: Checkout) -> dict[str, Any]:
    """How a command runs there, with stderr apart from what it answers."""
    return {**checkout.context(), "stderr": subprocess.PIPE}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the repository; nothing is deployed, nor does its emulator run."""
    checkout = new_checkout(tmp_path_factory.mktemp("examples"))
    yield checkout
    checkout.platform("down")


def test_a_message_goes_through_the_queue_worker(checkout: Checkout) -> None:
    example = Tried(checkout, "queue-worker")
    example.run(0)
    [item] = example.until(1, lambda answer: answer["Items"])["Items"]
    assert item == {"text": {"S": "to be or not to be"}, "words": {"N": "6"}}
    assert json.loads(example.run(2))["Attributes"]["ApproximateNumberOfMessages"] == "0"


def test_a_request_is_answered(checkout: Checkout) -> None:
    example = Tried(checkout, "http-api")
    assert example.run(0).endswith('{"greeting": "Hello, alice"}')
    assert example.run(1).startswith("HTTP/1.1 404")


def test_an_existing_queue_gets_the_event(checkout: Checkout) -> None:
    example = Tried(checkout, "existing-resources")
    assert example.run(0).endswith("answered by an existing function")
    example.run(1)
    [message] = example.until(2, lambda answer: answer.get("Messages"))["Messages"]
    assert json.loads(message["Body"])["detail-type"] == "Made"


def test_nothing_is_left_of_the_examples_when_the_last_is_gone(checkout: Checkout) -> None:
    for name in ("queue-worker", "http-api", "existing-resources"):
        done = checkout.platform("example", name, "--down")
        assert done.returncode == 0, done.stdout
        assert f"example {name} is down; nothing is left of it" in done.stdout
    assert checkout.platform("status").stdout.startswith("emulator  stopped\nno stack of stage")
