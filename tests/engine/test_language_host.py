"""The real engine on the language host: what the user of a small program of their own sees."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from cli.run import deployment as deployments
from cli.run.deployment import CANCELLED, DONE, FAILED, Deployment
from local.toolchain.program import SDK_UNCHANGED
from local.toolchain.setup import set_up
from tests.engine.small_program import SmallProgram

PROJECT = "name: small\nruntime: python\n"
PROGRAM = """
import pulumi
from own import Thing
pulumi.export("said", Thing("a").said)
"""
WHOSE_SDK = """
import pathlib, pulumi
from pulumi.runtime import rpc
pulumi.export("file", pathlib.Path(rpc.transfer_properties.__code__.co_filename).name)
"""
OWN = """
import pulumi

class OwnError(ValueError):
    pass

class Thing(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("platform:test:Thing", name)
        self.said = pulumi.Output.from_input("hello")
        self.register_outputs({})
"""
PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def check(args, report):
    if args.resource_type == "platform:test:Thing":
        report("a thing is not allowed")

rule = ResourceValidationPolicy("no-things", "none", check, EnforcementLevel.MANDATORY)
PolicyPack("pack", [rule])
"""


@pytest.fixture
def program(tmp_path: Path) -> SmallProgram:
    set_up(os.environ)
    files = {"Pulumi.yaml": PROJECT, "__main__.py": PROGRAM, "own.py": OWN}
    return SmallProgram(tmp_path, files)


@pytest.fixture
def deployment(program: SmallProgram, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """A deployment of the small program instead of ours."""
    monkeypatch.setattr(deployments, "environment", lambda _: program.env)
    return Deployment("test", "up", program.folder / "Pulumi.test.yaml", program.folder)


def test_a_stage_file_with_a_salt_stays_as_it_was_committed(program: SmallProgram) -> None:
    before = (program.folder / "Pulumi.test.yaml").read_text()
    done = program.preview()
    assert done.returncode == 0
    assert "warning" not in done.stdout
    assert (program.folder / "Pulumi.test.yaml").read_text() == before


@pytest.mark.parametrize(("unchanged", "file"), [("", "lighter_outputs.py"), ("1", "rpc.py")])
def test_a_variable_leaves_the_sdk_as_it_is(
    program: SmallProgram, unchanged: str, file: str
) -> None:
    program.write("__main__.py", WHOSE_SDK)
    program.env[SDK_UNCHANGED] = unchanged
    assert f'"{file}"' in program.preview().stdout


def test_the_engine_works_without_logs_of_its_commands(program: SmallProgram) -> None:
    done = program.pulumi("stack", "ls")
    assert done.returncode == 0, done.stdout
    assert "log" not in done.stdout
    logs = Path(program.env["PULUMI_HOME"], "logs")
    assert logs.is_file()
    assert logs.stat().st_size == 0


def test_an_error_written_for_people_is_all_they_see(program: SmallProgram) -> None:
    program.write("__main__.py", "import own; raise own.OwnError('the region is missing')")
    done = program.preview()
    assert done.returncode != 0
    assert "error: the region is missing" in done.stdout
    assert "Traceback" not in done.stdout


def test_any_other_error_is_the_programs_stack_without_the_hosts(program: SmallProgram) -> None:
    program.write("__main__.py", PROGRAM + "Thing('b').said.apply(lambda text: {}[text])\n")
    done = program.preview()
    assert "KeyError: 'hello'" in done.stdout
    assert "__main__.py" in done.stdout
    for noise in ("grpc", "asyncio", "language_host", "pulumi/output.py"):
        assert noise not in done.stdout, noise


def test_a_policy_pack_is_run_and_refuses(program: SmallProgram) -> None:
    program.write("policies/PulumiPolicy.yaml", "runtime: python\n")
    program.write("policies/__main__.py", PACK)
    done = program.preview("--policy-pack", "policies")
    assert done.returncode != 0
    assert "a thing is not allowed" in done.stdout


def test_a_deployment_reports_changes_and_then_none(
    program: SmallProgram, deployment: Deployment
) -> None:
    deployment.run()
    assert (deployment.state, deployment.changes) == (DONE, {"create": 2})
    exported = json.loads(program.pulumi("stack", "export", "--stack", "test").stdout)
    resources = exported["deployment"]["resources"]
    made = [each for each in resources if each.get("sourcePosition")]
    # The place of the call, and not the stack of calls: it would be most of the state.
    assert {len(each["stackTrace"]) for each in made} == {1}
    again = Deployment("test", "up", deployment.config, program.folder)
    again.run()
    assert (again.state, again.changed) == (DONE, 0)


def test_a_deployment_reports_the_programs_own_message(
    program: SmallProgram, deployment: Deployment
) -> None:
    program.write("__main__.py", "import own; raise own.OwnError('the region is missing')")
    deployment.run()
    assert (deployment.state, deployment.complaints) == (FAILED, ["the region is missing"])


# The program interrupts the deployment itself: it knows best when it is in the middle.
INTERRUPTS = """
import os, signal, threading
os.kill(int(os.environ["TESTER"]), signal.SIGUSR1)
threading.Event().wait(30)
"""


def test_an_interrupted_engine_writes_its_state_down_and_lets_the_next_one_in(
    program: SmallProgram, deployment: Deployment
) -> None:
    program.env["TESTER"] = str(os.getpid())
    program.write("__main__.py", PROGRAM + INTERRUPTS)
    before = signal.signal(signal.SIGUSR1, lambda *_: deployment.interrupt())
    try:
        deployment.run()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert deployment.state == CANCELLED
    assert list((program.folder / "state").rglob("locks/**/*.json")) == []
    exported = json.loads(program.pulumi("stack", "export", "--stack", "test").stdout)
    assert exported["deployment"].get("pending_operations", []) == []
    program.write("__main__.py", PROGRAM)
    again = Deployment("test", "up", deployment.config, program.folder)
    again.run()
    assert again.state == DONE
