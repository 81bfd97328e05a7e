"""Batches of a distributed map; a module stands for the emulator's Step Functions."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from local.emulator_process.maps import correct


@pytest.fixture
def run():
    """Runs a map over what is given; returns the state and the input that the emulator got."""
    got = []
    states = SimpleNamespace(
        _run_distributed_map=lambda state, raw, given, *rest: got.append((state, given)),
        _read_map_items=lambda reader, given, context: reader["Rows"],
        _resolve_path_or_ctx=lambda path, given, context: given[path.removeprefix("$.")],
        _resolve_params_obj=lambda selector, given, context: {
            "own": context["Map"]["Item"]["Value"],
            "place": context["Map"]["Item"]["Index"],
        },
    )
    correct(states)

    def run_map(given, **state):
        states._run_distributed_map(state, given, given, {}, {}, {"Execution": {}})
        [found] = got
        return found

    return run_map


def test_items_of_a_file_come_in_batches(run):
    state, given = run(
        {}, ItemReader={"Rows": [1, 2, 3]}, ItemBatcher={"MaxItemsPerBatch": 2}, Label="L"
    )
    assert state == {"Label": "L", "ItemsPath": "$.batches"}
    assert given == {"batches": [{"Items": [1, 2]}, {"Items": [3]}]}


def test_items_of_a_list_come_as_the_selector_makes_them(run):
    _, given = run(
        {"all": ["a", "b"]},
        ItemsPath="$.all",
        ItemSelector={"own.$": "$$.Map.Item.Value"},
        ItemBatcher={"MaxItemsPerBatch": 10},
    )
    assert given["batches"] == [{"Items": [{"own": "a", "place": 0}, {"own": "b", "place": 1}]}]


def test_a_map_without_batches_runs_as_before(run):
    assert run({"all": [1]}, ItemsPath="$.all") == ({"ItemsPath": "$.all"}, {"all": [1]})
