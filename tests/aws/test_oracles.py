from __future__ import annotations

import pytest

from tests.aws.cloudformation_names import TYPES
from tests.aws.oracles import ORACLES, asked
from tests.aws.programs import everything


@pytest.mark.parametrize("oracle", ORACLES, ids=[oracle.name for oracle in ORACLES])
def test_an_oracle_has_nothing_against_any_program_and_catches_its_mistake(oracle, note):
    row = asked(oracle)
    note(f"aws: {row.checked:5} {row.oracle} against {row.source}; caught {row.mistake}")
    assert list(row.findings) == []
    assert row.caught
    assert row.checked > 5


def test_every_resource_type_has_a_type_of_cloudformation():
    assert {resource.type for resource in everything()} - TYPES.keys() == set()
