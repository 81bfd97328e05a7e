"""A fork under another name in Pulumi.yaml is another platform: nothing of it has the old name."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from local.checkout import ROOT
from local.forks import client
from tests.checkout import Checkout
from tests.engine import inputs_of_a_stage


@pytest.fixture(scope="module")
def fork(tmp_path_factory) -> list[tuple[str, str, dict]]:
    """Type, name and inputs of each resource of dev, in a project that is called acme."""
    checkout = Checkout.copy(tmp_path_factory.mktemp("fork"))
    checkout.edit("Pulumi.yaml", "name: platform", "name: acme")
    checkout.edit("Pulumi.dev.yaml", "platform:settings", "acme:settings")
    ran = subprocess.run(
        client.command(str(checkout.root), inputs_of_a_stage.__name__, ["dev"]),
        cwd=checkout.root,
        env={"PYTHONPATH": str(ROOT), client.VARIABLE: os.environ[client.VARIABLE]},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def of(fork, kind: str, key: str) -> set[str]:
    return {
        inputs[key] for found, _, inputs in fork if found.endswith(f":{kind}") and key in inputs
    }


def test_what_other_programs_find_by_name_has_the_name_of_the_fork(fork):
    assert {name.split("/")[1] for name in of(fork, "Parameter", "name")} == {"acme"}
    assert of(fork, "EventBus", "name") == {"acme-dev"}
    assert of(fork, "Registry", "name") == {"acme-dev"}
    assert of(fork, "LayerVersion", "layerName") == {
        "acme-dev-duckdb",
        "acme-dev-pillow",
        "acme-dev-runtime",
    }
    assert "acme-dev-orders" in of(fork, "Dashboard", "dashboardName")


def test_tags_and_variables_have_the_name_of_the_fork(fork):
    [provider] = [inputs for kind, _, inputs in fork if kind == "pulumi:providers:aws"]
    assert json.loads(provider["defaultTags"])["tags"] == {"project": "acme", "stage": "dev"}
    variables = [i["environment"]["variables"] for _, _, i in fork if "environment" in i]
    assert {each["PROJECT"] for each in variables} == {"acme"}
    assert {each["POWERTOOLS_METRICS_NAMESPACE"] for each in variables} == {"acme-dev"}


def test_nothing_has_the_name_of_the_original(fork):
    texts = {name: json.dumps(inputs) for _, name, inputs in fork}
    old = ("platform-dev", "/platform/dev", '"project": "platform"')
    assert [name for name, text in texts.items() if any(each in text for each in old)] == []
