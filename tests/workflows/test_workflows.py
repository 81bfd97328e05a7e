from __future__ import annotations

import pytest

from tests.workflows.scenario import described, machines, states_of

SCENARIOS = described()
ALL = [(machine, scenario) for machine, found in SCENARIOS.items() for scenario in found]


def test_every_state_machine_has_scenarios_and_every_scenario_a_machine():
    assert sorted(SCENARIOS) == sorted(machines())


@pytest.mark.parametrize(
    ("machine", "scenario"), ALL, ids=[f"{name}: {each.name}" for name, each in ALL]
)
def test_a_scenario_ends_where_it_should(machine, scenario):
    scenario.run(machines()[machine])


@pytest.mark.parametrize("machine", SCENARIOS)
def test_the_scenarios_of_a_machine_visit_every_state(machine, note):
    definition = machines()[machine]
    states = list(states_of(definition))
    visited = {state for each in SCENARIOS[machine] for state in each.run(definition).visited}
    name = machine.replace("_", "-")
    note(f"{name:>32}: {len(visited):3} of {len(states):3} states visited")
    assert [state for state in states if state not in visited] == []


@pytest.mark.parametrize("machine", SCENARIOS)
def test_no_two_scenarios_of_a_machine_have_one_name(machine):
    names = [each.name for each in SCENARIOS[machine]]
    assert sorted(set(names)) == sorted(names)
