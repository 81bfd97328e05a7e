"""A stage whose state is in a backend of the user's own, deployed as one on AWS is: in a folder."""

from __future__ import annotations

import json
import os

import pytest
import yaml

from cli.deploy import on_backend
from cli.run.manner import Manner
from cli.stage.engine import Engine
from cli.stage.services import Chosen
from local import stacks
from local.checkout import PULUMI, ROOT, environment
from settings import KEY

SERVICES = ("users",)
MANNER = Manner()


@pytest.fixture(scope="module")
def engine(tmp_path_factory, emulator_endpoint):
    """The checkout's engine with a backend and a settings file of its own."""
    folder = tmp_path_factory.mktemp("backend")
    content = yaml.safe_load((ROOT / "Pulumi.local.yaml").read_text("utf-8"))
    content["config"][KEY].update(endpoint=emulator_endpoint, services=list(SERVICES), site=False)
    for unused in ("sign_in_page", "audit_days", "report_sender", "report_emails"):
        content["config"][KEY].pop(unused, None)
    config = folder / "Pulumi.local.yaml"
    config.write_text(yaml.safe_dump(content))
    (folder / "state").mkdir()
    backend = {"PULUMI_BACKEND_URL": f"file://{folder / 'state'}"}
    return Engine("local", PULUMI, {**os.environ, **environment(os.environ), **backend}, config)


def run(engine, capsys, operation, some=None):
    """An operation; its exit code, and the stacks of its report with their outcomes."""
    code = on_backend.run(engine, SERVICES, operation, MANNER, some, as_json=True)
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    return code, {each["stack"]: each for each in report["stacks"]}, shown.err


def test_a_stage_is_deployed_refreshed_resumed_and_destroyed_on_a_backend_of_its_own(
    engine, capsys
):
    here = [*stacks.names("local")]
    code, made, said = run(engine, capsys, "up")
    assert code == 0, said
    assert list(made) == ["local-platform", "local-users"]
    assert engine.deployed() == ["local-platform", "local-users"]
    assert made["local-users"]["changes"]["create"] > 20

    # What a run that was cut short leaves behind: an operation of which no end is known.
    file = engine.config.parent / "state/.pulumi/stacks/platform/local-users.json"
    state = json.loads(file.read_text("utf-8"))
    latest = state["checkpoint"]["latest"]
    latest["pending_operations"] = [{"resource": latest["resources"][-1], "type": "creating"}]
    file.write_text(json.dumps(state))
    code, again, said = run(engine, capsys, "up", Chosen(SERVICES))
    assert code == 0, said
    assert "local-users: in order again after a cut, which was at:\n  urn:pulumi:" in said
    assert set(again["local-users"]["changes"]) == {"same"}

    code, compared, said = run(engine, capsys, "refresh")
    assert (code, set(compared["local-users"]["changes"])) == (0, {"same"}), said
    code, gone, said = run(engine, capsys, "destroy")
    assert (code, list(gone)) == (0, ["local-users", "local-platform"]), said
    assert engine.deployed() == []
    # The checkout's own state and its files know nothing of it.
    assert stacks.names("local") == here
    assert not list(ROOT.glob("Pulumi.local-*.yaml"))
