"""Examples as a user deploys, tries and removes them."""

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
DEPLOYED = (
    *("queue-worker", "http-api", "existing-resources"),
    *("order-publisher", "service-integration", "order-workflow", "csv-chunks", "strangler"),
)
PLATFORM = ".local/bin/platform"


class Tried:
    """A deployed example; each of its commands is run as it was printed."""

    def __init__(self, checkout: Checkout, name: str) -> None:
        self.checkout, self.name = checkout, name
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
        done = subprocess.run(command, shell=True, **split(self.checkout), timeout=60)
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


def test_an_order_reaches_every_branch_and_another_event_none(checkout: Checkout) -> None:
    example = Tried(checkout, "order-publisher")
    assert example.run(0).startswith("HTTP/1.1 202")
    example.run(1)
    seen = example.until(2, lambda answer: answer["Count"] >= 4)["Items"]
    assert sorted((item["branch"]["S"], item["orderId"]["S"]) for item in seen) == [
        ("analytics", "1"),
        ("email", "1"),
        ("inventory", "1"),
        ("payment", "1"),
    ]


def test_services_follow_the_events_of_another(checkout: Checkout) -> None:
    example = Tried(checkout, "service-integration")
    example.run(0)
    example.run(1)
    seen: set[str] = set()

    def has_all(answer: Any) -> bool:
        seen.update(message["Body"] for message in answer.get("Messages", []))
        return len(seen) == 3

    example.until(2, has_all)
    assert sorted((json.loads(body)["what"], json.loads(body)["id"]) for body in seen) == [
        ("EntityRemoved", "1"),
        ("Step1Completed", "1"),
        ("seen by C", "1"),
    ]


def test_an_order_is_complete_and_another_fails(checkout: Checkout) -> None:
    example = Tried(checkout, "order-workflow")
    example.run(0)
    example.run(1)
    runs = example.until(3, lambda answer: ended(answer, 2))["executions"]
    assert sorted(run["status"] for run in runs) == ["FAILED", "SUCCEEDED"]
    messages = json.loads(example.run(2))["Messages"]
    assert sorted(message["Body"] for message in messages) == [
        '{"complete": "1"}',
        '{"failed": "2"}',
    ]


def ended(answer: Any, number: int) -> bool:
    """Whether so many executions are listed, and none runs."""
    statuses = [run["status"] for run in answer["executions"]]
    return len(statuses) == number and "RUNNING" not in statuses


def test_a_file_is_summed_up_in_chunks(checkout: Checkout) -> None:
    example = Tried(checkout, "csv-chunks")
    example.run(0)
    [total] = example.until(1, lambda answer: answer["Items"])["Items"]
    assert total == {"file": {"S": "sales/may.csv"}, "cents": {"N": "550"}}


def test_the_module_that_has_moved_and_the_old_system_answer_at_one_address(
    checkout: Checkout,
) -> None:
    example = Tried(checkout, "strangler")
    assert example.run(0).endswith('{"from": "the old shop", "path": "/orders/7"}')
    assert example.run(1).startswith("HTTP/1.1 200")
    moved = example.run(2)
    assert json.loads(moved.splitlines()[-1]) == {
        "from": "the new catalog",
        "id": "1",
        "name": "lamp",
    }
    assert example.run(3).endswith('{"from": "the old shop", "path": "/items/1"}')


def test_nothing_is_left_of_the_examples_when_the_last_is_gone(checkout: Checkout) -> None:
    for name in DEPLOYED:
        done = checkout.platform("example", name, "--down")
        assert done.returncode == 0, done.stdout
        assert f"example {name} is down; nothing is left of it" in done.stdout
    assert checkout.platform("status").stdout.startswith("emulator  stopped\nno stack of stage")
