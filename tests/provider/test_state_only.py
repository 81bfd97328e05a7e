"""Types that live in the state only: they are made, compared and deleted without a call."""

from __future__ import annotations

import pytest

from local.provider.cloud import Cloud
from local.provider.registry import resource_type
from local.provider.resource import Change
from local.provider.unsupported_watching import BUDGET, GROUP, QUERY, SAMPLING_RULE
from tests.cloud import ACCOUNT, REGION

NOWHERE = Cloud(region=REGION, endpoints={})


@pytest.mark.parametrize(
    ("token", "named", "outputs"),
    [
        (QUERY, "name", {"arn", "queryDefinitionId"}),
        (SAMPLING_RULE, "ruleName", {"arn"}),
        (GROUP, "groupName", {"arn"}),
        (BUDGET, "name", {"arn", "accountId"}),
    ],
)
def test_it_has_its_name_and_its_outputs_and_nothing_is_called(token, named, outputs):
    kind = resource_type(token)
    props = {named: "a"}
    assert kind.create(NOWHERE, props) == "a"
    state = kind.read(NOWHERE, "a", props)
    assert state is not None
    assert (set(state), state[named]) == ({named, *outputs}, "a")
    assert ACCOUNT in state["arn"] or "000000000000" in state["arn"]
    assert kind.update is not None
    kind.update(NOWHERE, "a", Change(props, props))
    kind.delete(NOWHERE, "a", props)
    assert kind.replaces(named)
    assert kind.kept
