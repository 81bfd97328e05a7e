"""Workflows and jobs of examples, as a user starts them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.checkout import Checkout
from tests.local.examples.tried import Tried

# A schedule of every minute, and its function on a busy machine.
MINUTE = 90
# The local stage waits a thousandth of the time that a workflow says.
PAYDAY, WAIT_SCALE = "2026-01-31T09:00:00Z", 0.001
WAIT_SECONDS = 6
# Of the durable function, which waits as long as it says.
PAUSE_SECONDS = 4


@pytest.fixture(scope="module", autouse=True)
def cleanup(checkout: Checkout) -> Tried:
    """The example whose job runs every minute: deployed first, looked at last."""
    return Tried(checkout, "schedule")


def test_an_order_is_complete_and_another_fails(checkout: Checkout) -> None:
    example = Tried(checkout, "order-workflow")
    example.run(0)
    example.run(1)
    runs = example.until(3, lambda answer: ended(answer, 2))["executions"]
    assert sorted(run["status"] for run in runs) == ["FAILED", "SUCCEEDED"]
    messages = json.loads(example.run(2))["Messages"]
    assert sorted(message["Body"] for message in messages) == [
        '{"complete": "1"}',
        '{"failed": "2"}',
    ]


def statuses(answer: Any) -> list[str]:
    return [run["status"] for run in answer["executions"]]


def ended(answer: Any, number: int) -> bool:
    """Whether so many executions are listed, and none runs."""
    return len(statuses(answer)) == number and "RUNNING" not in statuses(answer)


def test_a_file_is_summed_up_in_chunks(checkout: Checkout) -> None:
    example = Tried(checkout, "csv-chunks")
    example.run(0)
    [total] = example.until(1, lambda answer: answer["Items"])["Items"]
    assert total == {"file": {"S": "sales/may.csv"}, "cents": {"N": "550"}}


def test_an_expense_is_paid_at_its_time_and_another_rejected(checkout: Checkout) -> None:
    example = Tried(checkout, "workflow")
    payday = datetime.now(UTC) + timedelta(seconds=WAIT_SECONDS / WAIT_SCALE)
    for command in reversed(example.commands[:2]):
        example.type(command.replace(PAYDAY, f"{payday:%Y-%m-%dT%H:%M:%SZ}"))
    runs = example.until(2, lambda answer: ended(answer, 2))["executions"]
    assert sorted(statuses({"executions": runs})) == ["FAILED", "SUCCEEDED"]
    [paid] = [run for run in runs if run["status"] == "SUCCEEDED"]
    began, ends = (datetime.fromisoformat(paid[name]) for name in ("startDate", "stopDate"))
    assert (ends - began).total_seconds() > WAIT_SECONDS / 2


def test_each_reading_is_checked_and_kept_by_an_express_workflow(checkout: Checkout) -> None:
    example = Tried(checkout, "express-workflow")
    example.run(0)
    example.type(example.commands[0].replace("85", "20").replace("12:00", "12:01"))
    items = example.until(1, lambda answer: answer["Count"] == 2)["Items"]
    assert {item["at"]["S"]: item["level"]["S"] for item in items} == {
        "12:00": "hot",
        "12:01": "normal",
    }


def test_a_database_has_one_snapshot_of_a_day_however_often_the_job_runs(
    checkout: Checkout,
) -> None:
    example = Tried(checkout, "database-backup")
    example.run(0)
    names = {each["Name"] for each in json.loads(example.run(1))["Schedules"]}
    for job in ("backup", "refresh", "noon", "week"):
        assert [name for name in names if name.startswith(f"{job}-schedule")], names
    for number in range(2):
        example.type(example.commands[3].replace("body now", f"body now-{number}"))
    [snapshot] = example.until(4, lambda answer: answer["DBSnapshots"])["DBSnapshots"]
    assert snapshot["DBSnapshotIdentifier"] == f"backup-{datetime.now(UTC):%Y%m%d}"
    assert snapshot["DBInstanceIdentifier"] == "prod-db"


def test_a_durable_function_goes_on_after_its_wait_where_it_was(checkout: Checkout) -> None:
    example = Tried(checkout, "durable-function")
    example.type(example.commands[0].replace('"seconds": 5', f'"seconds": {PAUSE_SECONDS}'))
    both = example.until(1, lambda answer: answer["Count"] == 2)["Items"]
    assert {item["kind"]["S"]: item["sent"]["N"] for item in both} == {
        "welcome": "1",
        "farewell": "1",
    }
    example.until(2, lambda answer: durable(answer)["Status"] == "SUCCEEDED")
    execution = durable(json.loads(example.run(2)))
    times = [execution[f"{end}Timestamp"] for end in ("Start", "End")]
    began, over = map(datetime.fromisoformat, times)
    # Both are whole seconds.
    assert (over - began).total_seconds() >= PAUSE_SECONDS - 1
    logged = example.until(3, lambda answer: len(answer["events"]) == 2)["events"]
    assert {event["message"].strip() for event in logged} == {"from the beginning for ann"}


def durable(answer: Any) -> Any:
    """The one execution that is listed."""
    [execution] = answer["DurableExecutions"]
    return execution


def test_an_object_of_a_batch_job_is_described_and_one_that_is_gone_is_a_failure(
    checkout: Checkout,
) -> None:
    example = Tried(checkout, "object-batch")
    example.run(0)
    described = example.run(1)
    assert '"Succeeded"' in described, described
    gone = example.type(example.commands[1].replace("may.txt", "june.txt"))
    assert '"PermanentFailure"' in gone, gone
    [item] = json.loads(example.run(3))["Items"]
    size = (example.checkout.root / "examples/object-batch/README.md").stat().st_size
    assert item == {"key": {"S": "notes/may.txt"}, "size": {"N": str(size)}}


def test_a_job_runs_every_minute(cleanup: Tried) -> None:
    logged = cleanup.until(0, lambda answer: answer["events"], seconds=MINUTE)["events"]
    assert "cleanup" in logged[0]["message"]
