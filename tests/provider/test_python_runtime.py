"""What is added to a Python function on its way to the emulator, and taken away on its way back."""

from __future__ import annotations

import json

import pytest

from local.forks import client
from local.provider.resource_types import python_runtime
from local.provider.resource_types.python_runtime import as_custom, as_declared, runtime_files
from local.runtime.lambda_environment import VARIABLE
from tests.provider.clients import ENDPOINT, Script

LAYER = "arn:aws:lambda:eu-west-1:000000000000:layer:words:1"
PROPS = {
    "name": "orders",
    "runtime": "python3.12",
    "environment": {"variables": {"TABLE": "orders"}},
    "layers": [LAYER],
}


@pytest.fixture
def script():
    made = Script("lambda")
    content = {"Location": "http://127.0.0.1:1/words.zip", "CodeSha256": "a+b/c="}
    made.expects("get_layer_version_by_arn", {"Arn": LAYER}, {"Content": content})
    return made


@pytest.fixture
def files():
    runtime_files.cache_clear()
    yield runtime_files
    runtime_files.cache_clear()


def settings(props):
    return json.loads(props["environment"]["variables"][VARIABLE])


def test_a_python_function_becomes_a_custom_runtime_that_knows_where_it_is(script):
    wire = as_custom(script.cloud, PROPS)
    assert wire["runtime"] == "provided.al2023"
    assert wire["environment"]["variables"]["TABLE"] == "orders"
    assert settings(wire) == {
        "environment": {
            "AWS_ENDPOINT_URL": ENDPOINT,
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/orders",
        },
        "layers": [{"digest": "a-b_c", "url": "http://127.0.0.1:1/words.zip"}],
    }


def test_the_function_gets_the_name_of_its_log_group(script):
    wire = as_custom(script.cloud, {**PROPS, "loggingConfig": {"logGroup": "/elsewhere"}})
    assert settings(wire)["environment"]["AWS_LAMBDA_LOG_GROUP_NAME"] == "/elsewhere"


def test_other_runtimes_are_left_to_the_emulator(script):
    other = {"name": "orders", "runtime": "nodejs20.x"}
    assert as_custom(script.cloud, other) == other
    declared = {"Runtime": "nodejs20.x", "Environment": {"Variables": {"A": "b"}}}
    assert as_declared(declared) == declared


def test_what_was_added_is_taken_away_again(script):
    wire = as_custom(script.cloud, PROPS)
    variables = wire["environment"]["variables"]
    declared = {"Runtime": wire["runtime"], "Environment": {"Variables": variables}}
    assert as_declared(declared) == {
        "Runtime": "python3.12",
        "Environment": {"Variables": {"TABLE": "orders"}},
    }


def test_the_runtime_comes_along_under_its_own_name(files):
    assert {"bootstrap", "local/runtime/bootstrap.py", "local/runtime/api.py"} <= set(files())


@pytest.mark.parametrize(
    ("python", "command"), [("/a b/python", "'/a b/python'"), (None, "/usr/bin/env python3")]
)
def test_functions_run_on_the_interpreter_that_the_stage_chose(monkeypatch, files, python, command):
    if python:
        monkeypatch.setenv(python_runtime.INTERPRETER, python)
    else:
        monkeypatch.delenv(python_runtime.INTERPRETER, raising=False)
    lines = files()["bootstrap"].decode().splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[-1] == f"exec {command} -m local.runtime.bootstrap"
    assert lines[2] == (f'  exec {command} -I -S {client.__file__} "$PWD" local.runtime.bootstrap')
