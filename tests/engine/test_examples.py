"""Every example in a folder outside the repository, planned by the real engine with the pack."""

from __future__ import annotations

import os
import shutil

import pytest

from local.examples import Example, every
from local.stacks import SALT
from local.toolchain.setup import set_up
from settings import ROOT
from tests.engine.findings import findings
from tests.engine.small_program import SmallProgram

STAGE = f"config:\n  aws:region: eu-west-1\nencryptionsalt: {SALT}\n"

# What a stage has and an example does not: the topic to notify, a dashboard, a web ACL, and why a
# cache is paid for; and the list of what an example exempts, with its reason.
OF_A_STAGE = {
    "apigateway-api-web-acl",
    "apigateway-cors-origins-listed-outside-prod",
    "apigateway-stage-cache-always-on-reason",
    "appsync-graphql-api-web-acl",
    "cloudfront-distribution-web-acl",
    "cloudwatch-alarm-action-outside-prod",
    "lambda-function-dashboard",
    "policy-exemptions-listed",
}

# What an example shows beside the way that is advised.
BESIDE = {"order-publisher": {"sns-subscription-queue"}}


@pytest.mark.parametrize("example", every(), ids=lambda example: example.name)
def test_an_example_passes_the_policies(example: Example, tmp_path, monkeypatch) -> None:
    set_up(os.environ)
    # As if the catalogue were installed.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shutil.copytree(example.folder, tmp_path / "program")
    program = SmallProgram(tmp_path / "program", {})
    program.write("Pulumi.test.yaml", STAGE)
    done = program.preview("--policy-pack", str(ROOT / "policies"))
    assert done.returncode == 0, done.stdout
    assert "can't run policy" not in done.stdout
    found = {(rule, level) for (rule, _), level in findings(done.stdout).items()}
    expected = OF_A_STAGE | BESIDE.get(example.name, set())
    assert found <= {(rule, "advisory") for rule in expected}, done.stdout
