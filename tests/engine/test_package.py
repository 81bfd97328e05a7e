"""The component package as the real engine serves it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from local.toolchain import build, sdk_generator, yaml_host
from local.toolchain.setup import set_up
from settings import ROOT
from tests.package.engine import get_schema
from tests.package.examples import Example

POLICIES = ROOT / "policies"


@pytest.fixture(scope="session")
def toolchain() -> None:
    """The engine with the YAML host beside it, which is built if there is none."""
    set_up(os.environ)
    yaml_host.place(os.environ)


@pytest.fixture
def yaml_example(toolchain: None, tmp_path: Path) -> Example:
    example = Example.copy("package-yaml", tmp_path)
    example.pulumi("stack", "init", "preview")
    return example


def test_the_schema_that_is_checked_in_is_what_the_engine_reads() -> None:
    checked_in = (ROOT / "package" / "schema.json").read_text("utf-8")
    assert json.loads(checked_in) == get_schema(), "python -m tests.package.write"


def test_a_yaml_program_passes_the_policies(yaml_example: Example) -> None:
    said = yaml_example.pulumi("preview", "--policy-pack", str(POLICIES))
    assert "jobs-queue" in said
    assert "nightly-schedule" in said
    assert "mandatory" not in said
    assert "can't run policy" not in said


def test_a_wrong_value_in_a_yaml_program_is_reported_under_its_name_there(
    yaml_example: Example,
) -> None:
    yaml_example.edit("Pulumi.yaml", "batchSize: 5", "batchSize: 11")
    with pytest.raises(AssertionError) as failed:
        yaml_example.pulumi("preview")
    assert "'jobs'" in str(failed.value)
    assert "batchSize must be between 1 and 10 without batchingWindowSeconds" in str(failed.value)


def sdk(language: str, folder: Path) -> Path:
    """The SDK in a language, generated from the schema that is checked in."""
    generator = build.build(sdk_generator.program(os.environ), os.environ)
    schema = (ROOT / "package" / "schema.json").read_bytes()
    # The schema refers to no other package, so that no loader is asked.
    subprocess.run([generator, language, str(folder), "127.0.0.1:1"], input=schema, check=True)
    return folder


@pytest.mark.parametrize(
    ("language", "file", "code"),
    [
        ("python", "pulumi_serverless/queue_worker.py", "batch_size: Optional[_builtins.int]"),
        ("nodejs", "queueWorker.ts", "batchSize?: number;"),
        ("go", "serverless/queueWorker.go", 'BatchSize *int `pulumi:"batchSize"`'),
    ],
)
def test_the_schema_gives_an_sdk_to_each_language(
    language: str, file: str, code: str, tmp_path: Path
) -> None:
    assert code in (sdk(language, tmp_path) / file).read_text("utf-8")


def test_every_type_that_the_go_sdk_names_is_there(tmp_path: Path) -> None:
    # Its generator forgets those in a list or map before the first argument that is an object.
    files = (sdk("go", tmp_path) / "serverless").glob("*.go")
    text = "\n".join(file.read_text("utf-8") for file in files)
    named = set(re.findall(r"(?:\[\]|\[string\])\*?([A-Z]\w*)$", text, re.MULTILINE))
    assert "HttpApiRouteArgs" in named
    assert named - set(re.findall(r"^type (\w+)", text, re.MULTILINE)) == set()
