from __future__ import annotations

import json

import pytest

from local import stacks
from local.toolchain import refusal
from settings import KEY, PROJECT

HERE = {KEY: json.dumps({"endpoint": "http://127.0.0.1:4566"})}
ON_AWS = {KEY: json.dumps({"region": "eu-west-1"})}


@pytest.fixture
def deployed(monkeypatch):
    """Makes these the stacks that a stage has."""
    return lambda *found: monkeypatch.setattr(stacks, "names", lambda stage: list(found))


@pytest.mark.parametrize("config", [ON_AWS, {}, {KEY: "{"}, {KEY: "[]"}])
@pytest.mark.parametrize("stack", ["dev", "dev-orders"])
def test_a_stage_on_aws_is_not_deployed_by_a_provider_that_only_plans(deployed, config, stack):
    deployed()
    said = refusal.of_update(PROJECT, stack, config)
    assert said.startswith("stage dev is on AWS")
    assert said.endswith(f"pulumi up -s {stack}")


def test_a_stage_is_not_deployed_whole_beside_the_stacks_of_its_services(deployed):
    deployed("local-platform", "local-orders")
    said = refusal.of_update(PROJECT, "local", HERE)
    assert "(local-platform, local-orders)" in said
    assert "platform up --stage local" in said
    assert "platform down --stage local" in said


def test_a_service_is_not_deployed_beside_the_whole_stage(deployed):
    deployed("local")
    assert "deployed whole, as stack local" in refusal.of_update(PROJECT, "local-orders", HERE)


def test_what_fits_what_is_deployed_is_not_refused(deployed):
    deployed("local-platform")
    assert refusal.of_update(PROJECT, "local-orders", HERE) is None
    deployed("local")
    assert refusal.of_update(PROJECT, "local", HERE) is None
    deployed()
    assert refusal.of_update(PROJECT, "local", HERE) is None


def test_another_project_is_its_own_affair(deployed):
    assert refusal.of_update("http-api", "local", {}) is None
