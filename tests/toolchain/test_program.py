from __future__ import annotations

import importlib.util
import sys

import grpc
import pulumi
import pytest

from local.toolchain.program import is_reported, message_of

SOURCE = '''
class OurError(ValueError):
    """Written for people."""


def refuse():
    raise OurError("Pulumi.dev.yaml: platform:settings.region: missing")


def look_up(table):
    return table["missing"]


def chain(table):
    try:
        look_up(table)
    except KeyError as failure:
        raise RuntimeError("no such thing") from failure
'''


@pytest.fixture
def program(tmp_path):
    file = tmp_path / "shop.py"
    file.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("shop", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # Where an exception was made is asked of the module that its class names.
    sys.modules["shop"] = module
    yield module
    del sys.modules["shop"]


def failure_of(call, directory):
    try:
        call()
    except Exception as failure:
        return message_of(failure, directory)
    raise AssertionError("did not fail")


def test_an_error_that_the_program_wrote_for_people_is_its_message(program, tmp_path):
    assert (
        failure_of(program.refuse, tmp_path) == "Pulumi.dev.yaml: platform:settings.region: missing"
    )


def test_any_other_error_is_the_programs_own_stack_and_the_last_line(program, tmp_path):
    said = failure_of(lambda: program.look_up({}), tmp_path)
    assert said.startswith("the program failed:\nTraceback (most recent call last):\n")
    assert said.endswith("KeyError: 'missing'")
    assert "shop.py" in said
    assert "test_program.py" not in said


def test_a_cause_is_reported_with_its_own_stack(program, tmp_path):
    said = failure_of(lambda: program.chain({}), tmp_path)
    assert "KeyError: 'missing'" in said
    assert said.endswith("RuntimeError: no such thing")
    assert "test_program.py" not in said


def test_an_error_from_elsewhere_keeps_its_whole_stack(tmp_path):
    assert "test_program.py" in failure_of(lambda: int("x"), tmp_path)


def test_a_run_error_is_its_message(tmp_path):
    assert message_of(pulumi.RunError("there is no program"), tmp_path) == "there is no program"


class Ended(grpc.RpcError):
    """How a call to the engine ended."""

    def __init__(self, code, details):
        self.code, self.details = lambda: code, lambda: details


def wrapped(failure):
    """The failure as the SDK hands it on."""
    try:
        raise Exception("as the SDK says it") from failure
    except Exception as outer:
        return outer


GONE = [
    (grpc.StatusCode.UNAVAILABLE, "connection refused"),
    (grpc.StatusCode.CANCELLED, ""),
    (grpc.StatusCode.UNKNOWN, "resource monitor shut down"),
]


@pytest.mark.parametrize(("code", "details"), GONE)
def test_an_engine_that_ends_the_program_has_reported_why(code, details):
    assert is_reported(Ended(code, details))
    assert is_reported(wrapped(Ended(code, details)))


def test_a_call_that_the_engine_refuses_is_reported_with_its_details(tmp_path):
    refused = Ended(grpc.StatusCode.UNKNOWN, "no such resource type")
    assert not is_reported(refused)
    assert not is_reported(KeyError("x"))
    assert message_of(refused, tmp_path) == "no such resource type"
