"""Tags and what becomes of them in an update."""

from __future__ import annotations

from local.provider import tags
from local.provider.resource import Change

CHANGE = Change(
    {"tags": {"kept": "1", "new": "1", "gone": "1"}}, {"tags": {"kept": "1", "new": "2"}}
)


def test_an_update_sets_what_is_new_and_removes_what_is_gone():
    assert tags.to_set(CHANGE) == {"new": "2"}
    assert tags.to_remove(CHANGE) == ["gone"]


def test_pairs_lead_back_to_tags():
    assert tags.from_pairs(tags.as_pairs({"a": "b"})) == {"a": "b"}
