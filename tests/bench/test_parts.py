import json
import sys

import pytest

import tests.fakes.environment  # noqa: F401
from bench.clock import Comparison
from bench.deployment import seconds_in
from bench.ground import BenchError, variables_in
from bench.handler import ENTRIES, STAGE, environment_of
from bench.policies import rise
from bench.preview import slopes
from bench.warm import main
from runtime.dynamodb.table import Table
from tests.stage import deployed


def test_the_shells_variables_are_read_without_a_shell():
    text = "export A='with spaces'\nsomething said\nexport B=x=y\nexport C=''\n"
    assert variables_in(text) == {"A": "with spaces", "B": "x=y", "C": ""}


def test_a_deployments_own_time_is_read_from_what_it_says():
    assert seconds_in("emulator: started\n321 created, 12.5 s\n\nfirst order: 1.00\n") == 12.5
    assert seconds_in("0 changes, 0.4 s") == 0.4


def test_a_deployment_without_a_time_is_an_error():
    with pytest.raises(BenchError, match="does not say how long"):
        seconds_in("nothing")


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_point_is_in_an_environment_with_the_layer_of_all_functions(entry):
    with environment_of(deployed(STAGE), entry) as around:
        assert (around.code / f"{entry.replace('.', '/')}.py").is_file()
        assert list(around.layer.rglob("aws_lambda_powertools/__init__.py"))


def test_what_starts_once_is_not_what_a_resource_costs():
    small, large = Comparison(((2.0, 1.5),)), Comparison(((5.0, 4.0),))
    assert rise(large, small, 100).median == pytest.approx(0.005)


def test_in_a_line_a_resource_costs_the_same_early_and_late():
    assert slopes([10, 20, 40], [[1.0], [2.0], [4.0]]).found.median == pytest.approx(1)


def test_above_a_line_a_late_resource_costs_more():
    assert slopes([10, 20, 40], [[1.0], [4.0], [16.0]]).found.median == pytest.approx(2)


def test_a_smaller_stage_has_fewer_resources():
    few = deployed("dev", services=["catalog"]).resources
    assert {r.name for r in few if "pulumi:pulumi:Stack::" in r.parent} == {
        "aws",
        "platform",
        "catalog",
    }


def test_a_handler_that_does_not_answer_is_not_timed(monkeypatch):
    # What a measurement puts in the place of a read is to be gone after this.
    monkeypatch.setattr(Table, "get", Table.get)
    event = {"requestContext": {"http": {"method": "GET"}}}
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    with pytest.raises(SystemExit, match="400"):
        main("services.catalog.app.get_item", event, json.loads("{}"))
