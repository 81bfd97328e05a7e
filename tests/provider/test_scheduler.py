"""Schedules and the ids they go by."""

from __future__ import annotations

import pytest

from local.provider.resource_types.scheduler import schedule_id, schedule_of


@pytest.mark.parametrize(
    ("props", "expected"),
    [({"name": "s"}, "default/s"), ({"name": "s", "groupName": "jobs"}, "jobs/s")],
    ids=["in the default group", "in a group of its own"],
)
def test_a_schedules_id_leads_back_to_the_schedule(props, expected):
    assert schedule_id(props) == expected
    group = props.get("groupName", "default")
    assert schedule_of(expected) == {"GroupName": group, "Name": "s"}
