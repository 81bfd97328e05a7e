from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli import __main__ as command
from cli.deploy import down, drift, up
from cli.run.deployment import Deployment
from cli.stage.unchanged import Deployed
from local import examples, fingerprint, stage_lock
from local.drift import Drift, Kind
from local.emulator import Ended, Found
from local.files import read_json


def nothing_changes(stage):
    stage.outcome.clear()
    stage.outcome["same"] = 40


def test_up_deploys_the_platform_first_and_places_an_order_at_last(stage, capsys):
    assert command.main(["up"]) == 0
    assert stage.ran[0] == "up local-platform"
    assert sorted(stage.ran[1:]) == ["up local-catalog", "up local-orders"]
    assert stage.orders == [("local", "us-east-1", "http://127.0.0.1:4566")]
    assert "3 created" in capsys.readouterr().out


def test_a_second_up_asks_no_engine_and_places_no_order(stage, capsys):
    command.main(["up"])
    stage.ran.clear()
    assert command.main(["up"]) == 0
    assert (stage.ran, len(stage.orders)) == ([], 1)
    assert "0 changes" in capsys.readouterr().out


def test_a_second_up_asks_the_engine_with_check(stage, capsys):
    command.main(["up"])
    nothing_changes(stage)
    assert command.main(["up", "--check"]) == 0
    assert len(stage.ran) == 6
    assert len(stage.orders) == 1
    assert "0 changes" in capsys.readouterr().out


def test_check_compares_what_has_drifted_with_the_emulator_before_it_deploys(stage, monkeypatch):
    command.main(["up"])
    found = Drift(kind=Kind.DELETED, stack="local-orders", type="aws:sqs/queue:Queue", name="q")
    monkeypatch.setattr(drift, "of", lambda stage: [found])
    assert command.main(["up"]) == 0
    assert stage.stacks.restored == []
    stage.ran.clear()
    assert command.main(["up", "--check"]) == 0
    assert stage.stacks.restored == ["local-orders"]
    assert len(stage.ran) == 3


def test_a_stack_that_was_touched_brings_the_engine_back_for_it_alone(stage):
    command.main(["up"])
    stage.ran.clear()
    stage.stacks.state_file("local-orders").write_text("by hand")
    command.main(["up"])
    assert stage.ran == ["up local-orders"]


@pytest.mark.parametrize("what", ["emulator", "program"])
def test_what_all_stacks_share_brings_the_engine_back_for_all(stage, what, monkeypatch):
    command.main(["up"])
    stage.ran.clear()
    if what == "emulator":
        stage.emulator.running = "process 2"
    else:
        monkeypatch.setattr(fingerprint, "sources", lambda root, parts: [Path(__file__)])
    command.main(["up"])
    assert len(stage.ran) == 3


def test_what_is_saved_while_the_engines_run_is_deployed_by_the_next_up(stage, monkeypatch):
    follow = Deployment._follow

    def saved_meanwhile(deployment):
        stage.config.write_text("changed")
        return follow(deployment)

    monkeypatch.setattr(Deployment, "_follow", saved_meanwhile)
    command.main(["up", "--check"])
    stage.ran.clear()
    command.main(["up"])
    assert len(stage.ran) == 3


def test_where_the_first_order_failed_the_next_run_places_it_again(stage, monkeypatch):
    place = up.first_order.place
    monkeypatch.setattr(up.first_order, "place", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        command.main(["up"])
    monkeypatch.setattr(up.first_order, "place", place)
    nothing_changes(stage)
    assert command.main(["up"]) == 0
    assert len(stage.orders) == 1


def test_an_emulator_that_died_takes_what_was_deployed_to_it_along(stage, capsys):
    command.main(["up"])
    stage.emulator.finds = Found.DIED
    assert command.main(["up"]) == 0
    assert stage.stacks.forgotten == ["local-catalog", "local-orders", "local-platform"]
    assert len(stage.ran) == 6
    assert "ended without saving" in capsys.readouterr().err


def test_a_failed_stack_is_reported_and_no_order_is_placed(stage, monkeypatch, capsys):
    def follow(deployment):
        deployment.complaints.append("access denied")
        return deployment.stack == "local-orders"

    monkeypatch.setattr(Deployment, "_follow", follow)
    assert command.main(["up"]) == 1
    assert stage.orders == []
    calls = capsys.readouterr().err
    assert "local-orders failed" in calls
    assert "local-catalog failed" not in calls
    assert "access denied" in calls


def test_a_whole_stage_deployed_by_hand_is_not_deployed_over(stage, capsys):
    stage.stacks.whole.append({"type": "aws:sqs/queue:Queue"})
    assert command.main(["up"]) == 1
    assert "platform down" in capsys.readouterr().err
    assert stage.ran == []


def test_down_ends_a_stage_with_its_emulator_and_asks_no_engine(stage, capsys):
    command.main(["up"])
    stage.ran.clear()
    assert command.main(["down"]) == 0
    assert stage.ran == []
    assert stage.stacks.forgotten == ["local-catalog", "local-orders", "local-platform"]
    assert stage.emulator.calls[-2:] == ["discard", "remove_state"]
    assert "nothing is left of it" in capsys.readouterr().out
    assert not stage.record.exists()


def test_down_can_destroy_the_services_before_the_platform_stack(stage, capsys):
    command.main(["up"])
    stage.ran.clear()
    assert command.main(["down", "--destroy"]) == 0
    assert sorted(stage.ran[:2]) == ["destroy local-catalog", "destroy local-orders"]
    assert stage.ran[2:] == ["destroy local-platform"]
    assert stage.emulator.calls[-2:] == ["discard", "remove_state"]
    assert "nothing is left" in capsys.readouterr().out
    assert not stage.record.exists()


def test_what_a_destruction_leaves_behind_is_listed_and_a_failure(stage, monkeypatch, capsys):
    command.main(["up"])
    monkeypatch.setattr(down.inventory, "of", lambda *_: ["queue: http://127.0.0.1/orders"])
    assert command.main(["down", "--destroy"]) == 1
    assert "queue: http://127.0.0.1/orders" in capsys.readouterr().err
    assert "discard" in stage.emulator.calls


def test_down_has_nothing_to_do_where_nothing_is(stage, capsys):
    stage.emulator.running = None
    assert command.main(["down"]) == 0
    assert "is not deployed" in capsys.readouterr().out
    assert stage.emulator.calls == []


@pytest.mark.parametrize("what", ["emulator died", "state spoiled", "state lost"])
def test_what_no_engine_can_destroy_is_refused_with_the_way_out(stage, what, capsys):
    command.main(["up"])
    stage.ran.clear()
    if what == "emulator died":
        stage.emulator.finds = Found.DIED
    elif what == "state spoiled":
        stage.stacks.spoiled = ["local-orders"]
    else:
        stage.stacks.state_file("local-orders").unlink()
    assert command.main(["down", "--destroy"]) == 1
    said = capsys.readouterr().err
    emulator_died = what == "emulator died"
    assert ("ended without saving" if emulator_died else "local-orders cannot be read") in said
    assert "platform down --stage local" in said
    assert (stage.ran, stage.stacks.forgotten) == ([], [])
    assert command.main(["down"]) == 0
    assert stage.deployed_stacks == []
    assert not stage.record.exists()


def test_a_service_that_the_checkout_no_longer_has_is_destroyed_and_can_come_back(stage, capsys):
    command.main(["up"])
    stage.stacks.state_file("local-reviews").touch()
    stage.ran.clear()
    assert command.main(["up"]) == 0
    assert stage.ran == ["destroy local-reviews"]
    assert stage.stacks.removed == ["local-reviews"]
    assert "local-reviews: not a service of this checkout" in capsys.readouterr().err
    assert set(read_json(stage.record)) == {"local-platform", "local-catalog", "local-orders"}


def test_down_finds_the_stacks_of_services_that_the_checkout_does_not_have(stage):
    command.main(["up"])
    stage.stacks.state_file("local-reviews").touch()
    stage.ran.clear()
    assert command.main(["down", "--destroy"]) == 0
    assert "destroy local-reviews" in stage.ran[:3]
    assert stage.ran[3:] == ["destroy local-platform"]


def test_a_spoiled_state_is_refused_before_anything_is_made_with_the_ways_out(stage, capsys):
    command.main(["up"])
    stage.ran.clear()
    stage.emulator.calls.clear()
    stage.stacks.state_file("local-orders").write_text("")
    stage.stacks.spoiled = ["local-orders"]
    assert command.main(["up"]) == 1
    said = capsys.readouterr().err
    assert f"{stage.stacks.state_file('local-orders')} is empty; it has no backup" in said
    assert "platform up --restore --stage local" in said
    assert "platform down --stage local" in said
    assert (stage.ran, stage.emulator.calls) == ([], [])


def test_a_first_state_that_was_not_written_is_no_reason_to_refuse(stage, capsys):
    command.main(["up"])
    stage.ran.clear()
    Deployed(stage).remove(["local-orders"])
    stage.stacks.spoiled = ["local-orders"]
    assert command.main(["up"]) == 0
    assert stage.ran == ["up local-orders"]
    assert "its first state was not written" in capsys.readouterr().err


def test_the_lost_state_of_a_service_is_deployed_anew_alone(stage):
    command.main(["up"])
    stage.ran.clear()
    stage.stacks.state_file("local-orders").unlink()
    assert command.main(["up"]) == 0
    assert (stage.ran, stage.stacks.forgotten) == (["up local-orders"], [])


@pytest.mark.parametrize("left", ["the other stacks", "the record", "the provider's journal"])
def test_the_lost_state_of_the_platform_starts_the_stage_from_nothing(stage, left, capsys):
    command.main(["up"])
    stage.ran.clear()
    stage.stacks.state_file("local-platform").unlink()
    if left != "the other stacks":
        for stack in ("local-catalog", "local-orders"):
            stage.stacks.state_file(stack).unlink()
    if left == "the provider's journal":
        stage.record.unlink()
        stage.journal.record("urn:pulumi:local-platform::platform::aws:sqs/queue:Queue::q", {}, "q")
    assert command.main(["up"]) == 0
    assert "local-platform is lost, so this starts from nothing" in capsys.readouterr().err
    assert stage.emulator.calls[-3:] == ["discard", "remove_state", "start"]
    assert len(stage.ran) == 3
    assert stage.journal.stacks() == set()


def test_a_destruction_that_fails_names_the_way_out_and_is_compared_by_the_next_up(
    stage, monkeypatch, capsys
):
    command.main(["up"])
    follow = Deployment._follow
    monkeypatch.setattr(Deployment, "_follow", lambda deployment: 1)
    assert command.main(["down", "--destroy"]) == 1
    assert "platform down --stage local" in capsys.readouterr().err
    monkeypatch.setattr(Deployment, "_follow", follow)
    # What was under way is not in the states: they are compared with the emulator.
    stage.ran.clear()
    assert command.main(["up"]) == 0
    assert set(stage.stacks.restored) == {"local-catalog", "local-orders"}
    assert {"up local-catalog", "up local-orders"} <= set(stage.ran)
    assert command.main(["down"]) == 0
    assert stage.deployed_stacks == []


@pytest.mark.parametrize(
    "words", [["up"], ["down"], ["emulator", "stop"], ["example", "queue-worker"]]
)
def test_a_stage_that_another_command_changes_is_left_alone(stage, words, monkeypatch, capsys):
    monkeypatch.setattr("cli.deploy.example.examples.find", examples.Example)
    command.main(["up"])
    stage.ran.clear()
    stage.emulator.calls.clear()
    with stage_lock.held("local", "platform backfill"):
        assert command.main(words) == 1
    said = capsys.readouterr().err
    assert f"is being changed by platform backfill (process {os.getpid()})" in said
    assert (stage.ran, stage.emulator.calls) == ([], [])


@pytest.mark.parametrize("content", ["", "[1]", "{", "7", '{"local-orders": 3}'])
def test_a_spoiled_record_of_deployments_only_brings_the_engine_back(stage, content):
    command.main(["up"])
    stage.ran.clear()
    stage.record.write_text(content)
    assert command.main(["up"]) == 0
    assert len(stage.ran) == 3
    assert set(read_json(stage.record)) == {"local-platform", "local-catalog", "local-orders"}


def test_an_emulator_that_could_not_save_says_so_and_is_a_failure(stage, monkeypatch, capsys):
    monkeypatch.setattr(type(stage.emulator), "stop", lambda self: Ended.LOST)
    assert command.main(["emulator", "stop"]) == 1
    assert "stopped without saving" in capsys.readouterr().out


def test_what_is_over_all_services_follows_them_and_is_deployed_again_with_any(stage, capsys):
    stage.__dict__["has_overview"] = True
    assert command.main(["up"]) == 0
    assert stage.ran[-1] == "up local-overview"
    stage.ran.clear()
    nothing_changes(stage)
    assert command.main(["up"]) == 0
    assert stage.ran == []
    (stage.stacks.folder / "local-orders.json").write_text("touched")
    assert command.main(["up"]) == 0
    assert stage.ran == ["up local-orders"]
    stage.ran.clear()
    stage.outcome["update"] = 1
    (stage.stacks.folder / "local-orders.json").write_text("touched again")
    assert command.main(["up"]) == 0
    assert stage.ran == ["up local-orders", "up local-overview"]
    stage.ran.clear()
    assert command.main(["down", "--destroy"]) == 0
    assert stage.ran[0] == "destroy local-overview"
