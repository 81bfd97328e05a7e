"""A whole year of daily jobs at a local hour: every day has its report and its backup, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from services.orders.app import back_up
from services.reports.app.domain import hour_of, hours_of, reported_day
from settings.schedules import Schedules
from tests.fakes.fixtures import no_log
from tests.fakes.invocations import scheduled

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.fixture(autouse=True)
def _no_log():
    with no_log():
        yield


def runs(at: time, zone: ZoneInfo) -> Iterator[datetime]:
    """The runs of a year in UTC, as EventBridge Scheduler says it does: a time that the clocks
    skip is not run, and one that they repeat is run the first time only.
    """
    for day in YEAR:
        local = datetime.combine(day, at, zone)
        run = local.astimezone(UTC)
        if run.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            yield run


def accepted(hour: int, timezone: str) -> bool:
    expression = f"cron(30 {hour} * * ? *)"
    try:
        Schedules(timezone=timezone, backup=expression, report=expression)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("timezone", "skipped"),
    [("Europe/London", 1), ("Europe/Berlin", 2), ("America/New_York", 2), ("UTC", None)],
)
def test_every_day_of_a_year_is_reported_once_at_every_hour_that_is_accepted(timezone, skipped):
    zone = ZoneInfo(timezone)
    refused = [hour for hour in range(24) if not accepted(hour, timezone)]
    assert refused == ([] if skipped is None else [skipped])
    for hour in set(range(24)).difference(refused):
        days = [
            reported_day({"scheduledAt": run.isoformat()}, "", zone)
            for run in runs(time(hour, 30), zone)
        ]
        assert days == [day - timedelta(days=1) for day in YEAR]


@pytest.mark.parametrize("timezone", ["Europe/London", "Europe/Berlin", "Asia/Kolkata"])
def test_every_hour_of_a_year_belongs_to_one_day(timezone):
    zone = ZoneInfo(timezone)
    hours = [hour for day in YEAR for hour in hours_of(day, zone)]
    moments = [datetime.fromisoformat(f"{hour}:00:00+00:00") for hour in hours]
    assert {after - before for before, after in pairwise(moments)} == {timedelta(hours=1)}
    assert len(hours) == 365 * 24
    lengths = Counter(len(hours_of(day, zone)) for day in YEAR)
    assert lengths == ({24: 365} if timezone == "Asia/Kolkata" else {24: 363, 23: 1, 25: 1})


@pytest.mark.parametrize("timezone", ["Europe/London", "Europe/Berlin"])
def test_a_report_runs_after_the_last_hour_of_its_day(timezone):
    zone = ZoneInfo(timezone)
    for run in runs(time(0, 30), zone):
        last = hours_of(reported_day({"scheduledAt": run.isoformat()}, "", zone), zone)[-1]
        assert last < hour_of(run)


@pytest.mark.parametrize("timezone", ["Europe/London", "Europe/Berlin"])
@pytest.mark.parametrize("hour", [0, 3])
def test_every_run_of_a_year_makes_one_backup(aws, monkeypatch, timezone, hour):
    monkeypatch.setattr("runtime.dynamodb.backups.RETENTION_DAYS", 400)
    for run in runs(time(hour, 30), ZoneInfo(timezone)):
        aws.dynamodb.backups.now = run + timedelta(seconds=2)
        assert scheduled(back_up.handle, "backup", f"{run:%Y-%m-%dT%H:%M:%SZ}") == []
    names = [backup["BackupName"] for backup in aws.dynamodb.backups.taken]
    assert len(names) == len(set(names)) == 365


def test_a_time_that_clocks_skip_is_refused_with_the_day():
    with pytest.raises(ValidationError, match="the clocks of Europe/London skip 01:30 on 2026-03-"):
        Schedules(timezone="Europe/London", report="cron(30 1 * * ? *)")
    assert Schedules(timezone="Europe/London", aggregation="cron(30 1 * * ? *)")
