from __future__ import annotations

import json

import pytest

from cli import __main__ as command
from local.emulator import Found
from local.provider.errors import ProviderError
from local.provider.lifecycle import Life

QUEUE = "aws:sqs/queue:Queue"


@pytest.fixture
def queues(stage, monkeypatch):
    """Queues by name in the state of two stacks; what ``Life.drift`` says of each."""
    said: dict[str, object] = {"orders": {}, "returns": {}}

    def resources(stack):
        for name in said if stack == "local-orders" else ():
            inputs = {"name": name, "delaySeconds": 0}
            urn = f"urn:pulumi:{stack}::platform::{QUEUE}::{name}"
            yield {"urn": urn, "type": QUEUE, "custom": True, "id": name, "inputs": inputs}

    def answered(life, id_, state, inputs):
        if isinstance(said[id_], Exception):
            raise said[id_]
        return said[id_]

    monkeypatch.setattr(stage.stacks, "resources", resources)
    monkeypatch.setattr(Life, "drift", answered)
    stage.stacks.state_file("local-orders").touch()
    return said


def test_no_drift_is_code_0(queues, capsys):
    assert command.main(["drift"]) == 0
    assert capsys.readouterr().out == "no drift: everything is as it was deployed\n"


def test_what_is_gone_and_what_changed_is_a_line_each_and_code_1(queues, capsys):
    queues.update(orders=None, returns={"delaySeconds": 7, "policy": None})
    assert command.main(["drift"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"local-orders: {QUEUE} orders: was deleted",
        f"local-orders: {QUEUE} returns: delaySeconds is 7, was 0",
        f"local-orders: {QUEUE} returns: policy is not there, was not there",
    ]
    assert "3 to mend: platform up --stage local" in said.err


def test_json_is_a_list_of_what_was_found(queues, capsys):
    assert command.main(["drift", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    queues["orders"] = {"delaySeconds": 7}
    assert command.main(["drift", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    about = ("kind", "name", "property_name", "recorded", "found")
    assert [found[each] for each in about] == ["changed", "orders", "delaySeconds", 0, 7]


def test_what_it_finds_the_next_up_mends(queues, stage, capsys):
    command.main(["up"])
    queues["orders"] = {"delaySeconds": 7}
    command.main(["drift"])
    queues["orders"] = {}
    stage.ran.clear()
    assert command.main(["up"]) == 0
    assert stage.ran == ["up local-orders"]
    assert stage.stacks.restored == ["local-orders"]
    assert command.main(["up"]) == 0
    assert stage.stacks.restored == ["local-orders"]


def test_what_is_in_no_state_is_named_on_request(queues, monkeypatch, capsys):
    listed = ["queue: returns", "queue: left"]
    monkeypatch.setattr("local.drift.inventory.of", lambda *_: listed)
    assert command.main(["drift"]) == 0
    assert command.main(["drift", "--unknown"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["queue left: is in no state"]


def test_what_was_begun_and_not_ended_is_named(queues, stage, monkeypatch, capsys):
    urn = f"urn:pulumi:local::platform::{QUEUE}::orders"
    pending = [{"resource": {"urn": urn, "type": QUEUE}, "type": "creating"}]
    monkeypatch.setattr(stage.stacks, "deployment", lambda _: {"pending_operations": pending})
    assert command.main(["drift"]) == 1
    said = capsys.readouterr().out
    assert said == f"local-orders: {QUEUE} orders: its deployment was cut short\n"


def test_without_its_emulator_nothing_is_compared(queues, stage, capsys):
    stage.emulator.finds = Found.STOPPED
    assert command.main(["drift"]) == 1
    assert "the emulator of stage local is not running" in capsys.readouterr().err


def test_what_cannot_be_read_is_said_and_not_taken_for_deleted(queues, capsys):
    queues["orders"] = ProviderError("orders: cannot read")
    assert command.main(["drift"]) == 1
    assert capsys.readouterr().err == "platform drift: orders: cannot read\n"
