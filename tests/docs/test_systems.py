from __future__ import annotations

import pytest

from tests.docs.systems.part import NoSuchPartError, link, link_of_test
from tests.docs.systems.row import System, system_of, systems

ROWS = systems()


def test_there_is_a_row_for_each_of_the_systems_and_each_is_named_once():
    assert len(ROWS) == 141
    assert len({row.system for row in ROWS}) == 141


def test_whatever_a_row_names_exists():
    assert all(link(part) for row in ROWS for part in row.shown)
    assert all(link_of_test(node) for row in ROWS for node in row.proved)


@pytest.mark.parametrize("part", ["QueueWorkers", "billing", "no-example", "docs/nothing.md", ""])
def test_a_part_that_does_not_exist_is_refused(part):
    with pytest.raises(NoSuchPartError, match="is no component, service, example, rule"):
        link(part)


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ("tests/nothing.py::test_a", "is no file"),
        ("tests/docs/test_systems.py::test_nothing", "has no test_nothing"),
        ("tests/docs/test_systems.py", "has no test without a name"),
        ("tests/docs/test_systems.py::system_of", "has no system_of"),
    ],
)
def test_a_test_that_does_not_exist_is_refused(node, said):
    with pytest.raises(NoSuchPartError, match=said):
        link_of_test(node)


def test_a_row_without_tests_is_refused():
    with pytest.raises(ValueError, match=r"A must be shown and proved, given \('Queue',\)"):
        System(system="A", text="b", chapter="c", number=1, shown=("Queue",))


def test_a_row_has_no_other_keys():
    with pytest.raises(ValueError, match=r"A has \['tests'\]; a row has"):
        system_of({"system": "A", "text": "b", "tests": []}, "c", 1)


def test_parts_lead_from_the_page_to_where_they_are():
    assert link("QueueWorker") == "[`QueueWorker`](../components/messaging/queue_worker.py)"
    assert link("orders") == "[`orders`](../services/orders)"
    assert link("queue-worker") == "[`queue-worker`](../examples/queue-worker/README.md)"
    assert link("docs/alarms.md") == "[`docs/alarms.md`](alarms.md)"
    assert link("platform up") == "[`platform up`](local-stage.md)"
    assert link("sqs-queue-dead-letter-queue") == (
        "[`sqs-queue-dead-letter-queue`](policies.md#sqs-queue-dead-letter-queue)"
    )
