"""Examples as a user deploys, tries and removes them."""

from __future__ import annotations

import json

from tests.checkout import Checkout
from tests.local.examples.tried import Tried

DEPLOYED = ("queue-worker", "http-api", "existing-resources", "strangler")


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
