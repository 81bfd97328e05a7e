from __future__ import annotations

import pytest

from tests.identity.ledger import STAGES, before, now


def difference(written: list[str], found: list[str]) -> str:
    """What appeared and what vanished, and what to do about it; nothing if nothing did."""
    appeared = [f"  + {line}" for line in found if line not in set(written)]
    vanished = [f"  - {line}" for line in written if line not in set(found)]
    if not appeared and not vanished:
        return ""
    return "\n".join(
        [
            f"{len(appeared)} resources appeared and {len(vanished)} vanished:",
            *appeared,
            *vanished,
            "A resource that vanishes here is deleted by the next deployment, and what it holds "
            "with it; if it was renamed or moved, give it an alias.",
            "If this is what you want: python -m tests.identity.write",
        ]
    )


@pytest.mark.parametrize("stage", STAGES)
def test_no_resource_changes_its_identity_unnoticed(stage):
    message = difference(before(stage), now(stage))
    assert not message, message


@pytest.mark.parametrize("stage", STAGES)
def test_the_ledger_is_sorted_so_that_a_review_shows_what_changed(stage):
    assert before(stage) == sorted(set(before(stage)))


def test_a_rename_is_shown_as_what_vanished_and_what_appeared():
    message = difference(["a::orders", "a::users"], ["a::orders", "a::people"])
    assert message.splitlines()[:3] == [
        "1 resources appeared and 1 vanished:",
        "  + a::people",
        "  - a::users",
    ]
    assert message.endswith("python -m tests.identity.write")


def test_what_did_not_change_is_not_shown():
    assert difference(["a::orders"], ["a::orders"]) == ""
