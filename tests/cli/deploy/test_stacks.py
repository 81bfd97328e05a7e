from __future__ import annotations

import json

import pytest
import yaml

from local import stacks


@pytest.fixture
def state(tmp_path, monkeypatch):
    """A file backend and a project of their own; what the engine is asked is written down."""
    monkeypatch.setattr(stacks, "STACKS", tmp_path / "stacks")
    monkeypatch.setattr(stacks, "LOCKS", tmp_path / "locks")
    monkeypatch.setattr(stacks, "LOCAL", tmp_path / "local")
    monkeypatch.setattr(stacks, "ROOT", tmp_path)
    asked = []
    monkeypatch.setattr(stacks, "pulumi", lambda *words, **_: asked.append(words))
    (tmp_path / "stacks").mkdir()
    return State(tmp_path, asked)


class State:
    def __init__(self, folder, asked):
        self.folder, self.asked = folder, asked

    def holds(self, stack, **latest):
        written = {"version": 3, "checkpoint": {"latest": latest}}
        (self.folder / "stacks" / f"{stack}.json").write_text(json.dumps(written))

    def file(self, stack):
        return self.folder / "stacks" / f"{stack}.json"

    def locked(self, stack, content):
        folder = self.folder / "locks" / stack
        folder.mkdir(parents=True)
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / "a.json").write_text(text)
        return folder


def resource(kind="aws:sqs/queue:Queue", **more):
    return {"type": kind, **more}


def test_what_was_being_created_when_a_run_was_cut_short_is_settled(state, tmp_path):
    state.holds("local-orders", pending_operations=[{"type": "creating"}])
    assert stacks.settle("local-orders", tmp_path / "Pulumi.local.yaml")
    [(command, *flags)] = state.asked
    assert command == "refresh"
    assert "--clear-pending-creates" in flags


def test_the_state_of_an_engine_that_was_killed_is_compared_with_what_there_is(state, tmp_path):
    state.holds("local-orders", resources=[resource()])
    state.locked("local-orders", "")
    assert stacks.settle("local-orders", tmp_path)
    assert [command for command, *_ in state.asked] == ["refresh"]
    assert not stacks.settle("local-orders", tmp_path)
    assert len(state.asked) == 1


def test_a_lock_that_was_left_before_its_stack_was_made_is_removed(state, tmp_path):
    folder = state.locked("local-orders", "")
    assert stacks.settle("local-orders", tmp_path)
    assert list(folder.iterdir()) == []


def test_a_stack_in_order_costs_no_call(state, tmp_path):
    state.holds("local-orders", resources=[resource()])
    assert not stacks.settle("local-orders", tmp_path)
    assert not stacks.settle("local-catalog", tmp_path)
    assert state.asked == []


def test_the_whole_stage_counts_as_a_stack_only_when_it_holds_something(state):
    state.holds("local")
    state.holds("local-orders", resources=[resource()])
    state.holds("local-platform", resources=[resource()])
    assert stacks.names("local") == ["local-platform", "local-orders"]
    state.holds("local", resources=[resource()])
    assert stacks.names("local")[0] == "local"


def test_a_stage_s_stacks_are_found_in_the_state_whatever_the_checkout_has(state, tmp_path):
    for stack in ("local-reviews", "local-platform", "local-two", "local-two-orders", "dev-orders"):
        state.holds(stack, resources=[resource()])
    (tmp_path / "Pulumi.local-two.yaml").touch()
    assert stacks.names("local") == ["local-platform", "local-reviews"]
    assert stacks.names("local-two") == ["local-two", "local-two-orders"]


def test_a_spoiled_whole_stage_counts_as_one(state):
    state.file("local").write_text("")
    assert stacks.names("local") == ["local"]


def test_forgetting_a_stack_leaves_nothing_of_it_and_asks_no_engine(state):
    state.holds("local-orders", resources=[resource()])
    state.file("local-orders").with_suffix(".json.bak").write_text("{")
    folder = state.locked("local-orders", "")
    stacks.forget("local-orders")
    assert list((state.folder / "stacks").iterdir()) == list(folder.iterdir()) == []
    assert state.asked == []


def test_a_state_restored_from_its_backup_is_compared_with_what_there_is(state, tmp_path):
    state.holds("local-orders", resources=[resource()])
    assert stacks.settle("local-orders", tmp_path, restored=True)
    assert state.asked[0][0] == "refresh"


def test_outputs_are_those_of_the_stack_itself(state):
    root = resource("pulumi:pulumi:Stack", outputs={"ordersUrl": "http://127.0.0.1"})
    state.holds("local-orders", resources=[resource(outputs={"url": "no"}), root])
    assert stacks.outputs("local-orders") == {"ordersUrl": "http://127.0.0.1"}
    assert stacks.outputs("local-catalog") == {}


def test_a_stages_file_with_a_salt_is_used_as_it_is(state, tmp_path):
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(f"config: {{}}\nencryptionsalt: {stacks.SALT}\n")
    assert stacks.settings_file("dev") == file


def test_a_stages_file_without_a_salt_is_copied_not_changed(state, tmp_path):
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config: {}\n")
    copy = stacks.settings_file("dev")
    assert copy != file
    assert copy.read_text() == f"config: {{}}\nencryptionsalt: {stacks.SALT}\n"
    assert file.read_text() == "config: {}\n"


@pytest.mark.parametrize(
    "key",
    ["secretsprovider: awskms://alias/platform\nencryptedkey: AbC=", "encryptionsalt: v1:own"],
)
def test_a_stages_file_with_a_key_is_planned_here_without_it(state, tmp_path, key):
    secret = "platform:settings: {region: eu-west-1, token: {secure: v1:x}}"
    (tmp_path / "Pulumi.prod.yaml").write_text(
        f"config:\n  {secret}\n  aws:secretKey: {{secure: v1:y}}\n{key}\n"
    )
    assert yaml.safe_load(stacks.settings_file("prod").read_text()) == {
        "config": {"platform:settings": {"region": "eu-west-1"}},
        "encryptionsalt": stacks.SALT,
    }


def test_removing_a_stack_keeps_the_stages_file(state):
    stacks.remove("local")
    assert "--preserve-config" in state.asked[0]
