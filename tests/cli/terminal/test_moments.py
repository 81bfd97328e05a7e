from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cli.terminal.moments import check_order, point
from local.checkout import LocalError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_time_with_a_zone_is_taken_as_such_and_one_without_is_utc():
    there = point("2026-11-21T10:00:00.75+01:00", NOW)
    assert there == point("2026-11-21T09:00", NOW) == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert point("90m", NOW) == NOW - timedelta(minutes=90)
    assert point("3d", NOW) == NOW - timedelta(days=3)
    assert point("0m", NOW) == NOW


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "",
        "3 days",
        "3w",
        "3D",
        "-3d",
        "d",
        "1.5h",
        "\u0663d",
        "2026-13-01",
        "9" * 5000 + "d",
    ],
)
def test_what_is_no_time_is_refused_with_the_forms_that_are(text):
    with pytest.raises(LocalError) as refused:
        point(text, NOW)
    assert str(refused.value).startswith(
        f"must be a time like 2026-11-21T09:00 in UTC, or 90m, 2h or 3d ago, got {text[:3]!r}"[:-1]
    )
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "text",
    ["99999999999d", "99999999999999999999m", "740000d", "2020-10-31", "0001-01-01T00:00+23:59",
     "1970-01-01T00:00Z"],
)  # fmt: skip
def test_a_time_before_there_was_an_archive_is_refused(text):
    with pytest.raises(LocalError) as refused:
        point(text, NOW)
    assert str(refused.value) == (
        f"must be 2020-11-01 or later, before which AWS archived no events, got {text!r}"
    )


@pytest.mark.parametrize(
    "until", ["9999-12-31T23:59", "9999-12-31T23:59-23:59", "2026-11-21T12:01"]
)
def test_a_period_that_has_not_ended_is_refused(until):
    with pytest.raises(LocalError, match="is still to come"):
        check_order(point("1h", NOW), point(until, NOW), NOW)
