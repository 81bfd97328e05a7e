from __future__ import annotations

import importlib.util
import sys

import pulumi
import pytest

from local.toolchain.program import message_of

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


def told(call, directory):
    try:
        call()
    except Exception as failure:
        return message_of(failure, directory)
    raise AssertionError("did not fail")


def test_an_error_that_the_program_wrote_for_people_is_its_message(program, tmp_path):
    assert told(program.refuse, tmp_path) == "Pulumi.dev.yaml: platform:settings.region: missing"


def test_any_other_error_is_the_programs_own_stack_and_the_last_line(program, tmp_path):
    said = told(lambda: program.look_up({}), tmp_path)
    assert said.startswith("the program failed:\nTraceback (most recent call last):\n")
    assert said.endswith("KeyError: 'missing'")
    assert "shop.py" in said
    assert "test_program.py" not in said


def test_a_cause_is_told_with_its_own_stack(program, tmp_path):
    said = told(lambda: program.chain({}), tmp_path)
    assert "KeyError: 'missing'" in said
    assert said.endswith("RuntimeError: no such thing")
    assert "test_program.py" not in said


def test_an_error_from_elsewhere_keeps_its_whole_stack(tmp_path):
    assert "test_program.py" in told(lambda: int("x"), tmp_path)


def test_a_run_error_is_its_message(tmp_path):
    assert message_of(pulumi.RunError("there is no program"), tmp_path) == "there is no program"
