"""Tests of merging small files while queries read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from runtime.lake import parquet
from runtime.lake.compaction import GRACE, Compacted, Table
from tests.runtime.lake.test_parquet import rows_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = "sales/year=1997/month=01/day=01/"
COLUMNS = {"id": "string", "cents": "bigint"}


@pytest.fixture
def table(aws):
    return Table("lake", "sales/", COLUMNS)


def put(aws, key, *ids):
    rows = [{"id": each, "cents": 1} for each in ids]
    [content] = parquet.write(rows, COLUMNS, lambda row: date(2026, 11, 29)).values()
    aws.s3.put_object(Bucket="lake", Key=key, Body=content)


def files(aws, folder=DAY):
    """The files that a query reads: none in a folder whose name begins with a low line."""
    return sorted(key for _, key in aws.s3.kept if key.startswith(folder) and "/_" not in key)


def ids(aws, tmp_path):
    """The distinct rows that a query finds."""
    contents = [aws.s3.kept["lake", key] for key in files(aws)]
    return sorted({row["id"] for content in contents for row in rows_of(content, tmp_path)})


def compact(table, at=NOW, has_time=lambda: True):
    return table.compact(at, has_time)


def test_the_files_of_a_day_become_one_an_hour_after_they_were_merged(aws, table, tmp_path):
    put(aws, f"{DAY}a.parquet", "1", "2")
    put(aws, f"{DAY}b.parquet", "2", "3")
    assert compact(table) == Compacted(days=1, merged=2, deleted=0)
    assert len(files(aws)) == 3  # a query that started before goes on reading
    assert ids(aws, tmp_path) == ["1", "2", "3"]

    assert compact(table, NOW + GRACE - timedelta(seconds=1)) == Compacted()
    assert compact(table, NOW + GRACE) == Compacted(days=0, merged=0, deleted=2)
    [merged] = files(aws)
    assert merged.startswith(f"{DAY}merged-")
    assert ids(aws, tmp_path) == ["1", "2", "3"]
    assert [key for _, key in aws.s3.kept] == [merged]


def test_a_day_with_one_file_and_what_is_no_file_of_a_day_stay(aws, table):
    put(aws, f"{DAY}a.parquet", "1")
    put(aws, "sales/readme.parquet", "2")
    put(aws, "sales/readme2.parquet", "2")
    assert compact(table) == Compacted()


def test_a_file_that_was_written_again_meanwhile_is_not_deleted(aws, table, tmp_path):
    put(aws, f"{DAY}a.parquet", "1")
    put(aws, f"{DAY}b.parquet", "2")
    compact(table)
    put(aws, f"{DAY}a.parquet", "1", "4")
    compact(table, NOW + GRACE)
    assert ids(aws, tmp_path) == ["1", "2", "4"]


def test_a_run_that_was_interrupted_after_any_write_is_continued(aws, table, tmp_path, monkeypatch):
    put(aws, f"{DAY}a.parquet", "1")
    put(aws, f"{DAY}b.parquet", "2")
    real = aws.s3.put_object

    def only_files(**call):
        if call["Key"].endswith(".json"):
            raise ConnectionError
        return real(**call)

    monkeypatch.setattr(aws.s3, "put_object", only_files)
    with pytest.raises(ConnectionError):
        compact(table)
    monkeypatch.setattr(aws.s3, "put_object", real)
    assert len(files(aws)) == 3
    compact(table)
    compact(table, NOW + GRACE)
    assert len(files(aws)) == 1
    assert ids(aws, tmp_path) == ["1", "2"]


def test_without_time_nothing_is_merged_or_deleted(aws, table):
    put(aws, f"{DAY}a.parquet", "1")
    put(aws, f"{DAY}b.parquet", "2")
    assert compact(table, has_time=lambda: False) == Compacted()
    compact(table)
    assert compact(table, NOW + GRACE, lambda: False) == Compacted()
    assert len(files(aws)) == 3
