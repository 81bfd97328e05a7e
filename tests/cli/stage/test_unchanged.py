from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.stage import unchanged
from cli.stage.local import LocalStage
from cli.stage.unchanged import Deployed
from local import stacks

PARAMETER = {"type": unchanged.PARAMETER, "inputs": {"name": "/bus-name", "insecureValue": "bus"}}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A program of a few files, whose stacks have a state."""
    monkeypatch.setattr(unchanged, "ROOT", tmp_path)
    monkeypatch.setattr(stacks, "STACKS", tmp_path / "state")
    monkeypatch.setattr(stacks, "LOCKS", tmp_path / "locks")
    monkeypatch.setattr(stacks, "settings_file", lambda stage: tmp_path / "settings.yaml")
    for file in ("services/orders/app/a.py", "services/catalog/app/b.py", "components/c.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("1")
    (tmp_path / "Pulumi.yaml").write_text("name: p")
    (tmp_path / "settings.yaml").write_text("s")
    for stack in ("local-platform", "local-orders", "local-catalog"):
        holds(tmp_path, stack, PARAMETER)
    return tmp_path


def holds(checkout, stack, *resources):
    written = {"checkpoint": {"latest": {"resources": list(resources)}}}
    file = checkout / "state" / f"{stack}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(written))


@dataclass
class FakeEmulator:
    folder: Path
    running: str = "process 1"


def again(checkout, **emulator):
    """What a run of the command finds."""
    services = ("orders", "catalog")
    return Deployed(LocalStage("local", "us-east-1", services, FakeEmulator(checkout, **emulator)))


@pytest.fixture
def deployed(checkout):
    again(checkout).add(["local-platform", "local-orders", "local-catalog"])


def test_a_stack_that_was_never_deployed_is_not_unchanged(checkout):
    assert not again(checkout).has("local-orders")


def test_a_stack_is_unchanged_right_after_it_was_deployed(checkout, deployed):
    assert again(checkout).has("local-orders")


def test_a_service_s_own_file_concerns_its_stack_alone(checkout, deployed):
    (checkout / "services/orders/app/a.py").write_text("2")
    assert not again(checkout).has("local-orders")
    assert again(checkout).has("local-catalog")


@pytest.mark.parametrize("file", ["components/c.py", "Pulumi.yaml", "settings.yaml"])
def test_what_all_share_concerns_every_stack(file, checkout, deployed):
    (checkout / file).write_text("2")
    assert not again(checkout).has("local-orders")
    assert not again(checkout).has("local-platform")


def test_a_new_file_that_all_share_concerns_every_stack(checkout, deployed):
    (checkout / "components/d.py").write_text("")
    assert not again(checkout).has("local-orders")


@pytest.mark.parametrize("file", ["components/c.py", "services/orders/app/a.py", "settings.yaml"])
def test_what_is_saved_while_it_is_deployed_is_left_to_the_next_deployment(file, checkout):
    deploying = again(checkout)
    deploying.read_sources()
    (checkout / file).write_text("2")
    deploying.add(["local-orders"])
    assert not again(checkout).has("local-orders")


def test_bytecode_is_ignored(checkout, deployed):
    (checkout / "components/__pycache__").mkdir()
    (checkout / "components/__pycache__/c.pyc").write_text("")
    assert again(checkout).has("local-orders")


def test_a_state_that_was_changed_by_hand_is_left_to_the_engine(checkout, deployed):
    holds(checkout, "local-orders", PARAMETER, PARAMETER)
    assert not again(checkout).has("local-orders")
    assert again(checkout).has("local-catalog")


def test_a_stack_whose_engine_was_killed_is_left_to_the_engine(checkout, deployed):
    lock = checkout / "locks" / "local-orders" / "an-engine.json"
    lock.parent.mkdir(parents=True)
    lock.touch()
    assert not again(checkout).has("local-orders")
    assert again(checkout).has("local-catalog")


def test_a_link_that_the_platform_changed_concerns_every_service(checkout, deployed):
    holds(checkout, "local-platform", {**PARAMETER, "inputs": {"insecureValue": "other"}})
    assert not again(checkout).has("local-catalog")


def test_a_stack_that_is_gone_is_not_unchanged(checkout, deployed):
    (checkout / "state/local-orders.json").unlink()
    assert not again(checkout).has("local-orders")


def test_another_emulator_is_left_to_the_engine(checkout, deployed):
    assert not again(checkout, running="process 2").has("local-orders")


def test_a_stack_is_compared_after_a_run_whose_command_was_killed(checkout, deployed):
    """The engine may have outlived it and its provider, and have removed its own lock."""
    again(checkout).begin("local-orders")
    assert again(checkout).drifted == {"local-orders"}
    assert not again(checkout).has("local-orders")
    assert again(checkout).has("local-catalog")


def test_a_run_that_has_ended_well_is_recorded_as_that(checkout, deployed):
    run = again(checkout)
    run.begin("local-orders")
    run.add(["local-orders"])
    assert again(checkout).drifted == set()
    assert again(checkout).has("local-orders")


def test_after_a_run_that_stopped_in_good_order_nothing_is_compared(checkout, deployed):
    run = again(checkout)
    run.begin("local-orders")
    run.restore(["local-orders", "local-catalog"])
    assert again(checkout).drifted == set()
    assert again(checkout).has("local-orders")


def test_a_stack_that_there_is_none_of_is_not_compared_after_its_first_run(checkout):
    run = again(checkout)
    run.begin("local-new")
    assert again(checkout).drifted == set()
    run.restore(["local-new"])
    assert again(checkout).drifted == set()
