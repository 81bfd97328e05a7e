"""States and the files beside them, each as a kill or a full disk may leave it."""

from __future__ import annotations

import json
import os
import time

import pytest

from local import state_files
from local.state_files import SpoiledState

RESOURCE = {"type": "aws:sqs/queue:Queue"}


def state(*resources):
    return json.dumps({"version": 3, "checkpoint": {"latest": {"resources": list(resources)}}})


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "local-orders.json"
    made.write_text(state(RESOURCE))
    return made


SPOILED = {
    "empty": "",
    "cut": state(RESOURCE)[:40],
    "an object": "{}",
    "a list": "[1]",
    "no state": '{"checkpoint": {"latest": 1}}',
    "no checkpoint": '{"checkpoint": null}',
    "not text": "\udc80",
}


@pytest.mark.parametrize("content", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_state_is_named_with_its_file(file, content):
    file.write_text(content, errors="surrogateescape")
    assert state_files.is_spoiled(file)
    with pytest.raises(SpoiledState, match=f"local-orders cannot be read: {file} is "):
        state_files.deployment(file, "local-orders")


def test_a_state_that_is_whole_or_not_there_is_not_spoiled(file, tmp_path):
    assert state_files.deployment(file, "local-orders") == {"resources": [RESOURCE]}
    assert state_files.deployment(tmp_path / "none.json", "none") == {}
    file.write_text('{"checkpoint": {"latest": null}}')
    assert state_files.deployment(file, "local-orders") == {}
    assert not state_files.is_spoiled(file)


def test_the_backup_is_offered_with_its_moment_and_used_on_request(file):
    file.write_text("")
    backup = file.with_name("local-orders.json.bak")
    backup.write_text(state(RESOURCE, RESOURCE))
    assert "is empty; its backup of 20" in state_files.about(file)
    assert state_files.about(file).endswith("holds 2 resources")
    assert state_files.restore(file)
    assert len(state_files.deployment(file, "local-orders")["resources"]) == 2


@pytest.mark.parametrize("content", [None, "", "[1]"])
def test_without_a_usable_backup_a_spoiled_state_is_removed_on_request(file, content, tmp_path):
    file.write_text("{")
    if content is not None:
        file.with_name("local-orders.json.bak").write_text(content)
    assert state_files.about(file).endswith("it has no backup")
    assert not state_files.restore(file)
    assert list(tmp_path.iterdir()) == []


def test_what_killed_engines_left_is_put_in_order(tmp_path):
    own = tmp_path / ".pulumi"
    stacks = own / "stacks" / "platform"
    stacks.mkdir(parents=True)
    (own / "meta.yaml").write_text("")
    (stacks / "local-orders.json").write_text(state())
    (stacks / "local-orders.json.attrs").write_text("")
    old, new = stacks / "local-orders.json.18a.tmp", stacks / "local-orders.json.18b.tmp"
    old.write_text("{")
    new.write_text("{")
    os.utime(old, (time.time() - 100,) * 2)
    state_files.put_in_order(tmp_path)
    assert sorted(path.name for path in stacks.iterdir()) == ["local-orders.json", new.name]
    assert (own / "meta.yaml").read_text() == "version: 1\n"


def test_there_is_nothing_to_put_in_order_where_no_state_is(tmp_path):
    state_files.put_in_order(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_state_is_one_that_can_be_read_and_holds_nothing(tmp_path):
    file = tmp_path / ".pulumi/stacks/platform/local-orders.json"
    state_files.make_empty(file, "organization/platform/local-orders")
    assert state_files.deployment(file, "local-orders") == {}
    assert not state_files.is_spoiled(file)
    assert (tmp_path / ".pulumi/meta.yaml").read_text() == "version: 1\n"
