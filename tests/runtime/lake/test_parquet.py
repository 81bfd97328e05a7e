"""Tests of Parquet files, read back by DuckDB; Athena of the local stage reads them, too."""

from __future__ import annotations

from datetime import date

from runtime.lake import parquet

COLUMNS = {"id": "string", "on_day": "date", "cents": "bigint", "gift": "boolean"}
SOLD = {"id": "a'\n\"ü", "on_day": date(1997, 1, 1), "cents": 9_000_000_000, "gift": True}
OTHER = {"id": "b", "on_day": date(1998, 6, 30), "cents": 0, "gift": None}


def rows_of(content, folder):
    file = folder / "file.parquet"
    file.write_bytes(content)
    found = parquet._connection().execute(f"SELECT * FROM read_parquet('{file}')")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def written(*rows, columns=COLUMNS):
    """The files of rows, the earliest day first."""
    return list(parquet.write(rows, columns, lambda row: row["on_day"]).values())


def test_rows_are_read_as_they_were_written(tmp_path):
    first, second = written(SOLD, OTHER)
    assert rows_of(first, tmp_path) == [SOLD]
    assert rows_of(second, tmp_path) == [OTHER]


def test_each_day_is_one_file_however_many_there_are():
    first = date(1997, 1, 1).toordinal()
    days = [date.fromordinal(first + number * 7 % 500) for number in range(1_000)]
    files = parquet.write([{**SOLD, "on_day": day} for day in days], COLUMNS, lambda r: r["on_day"])
    assert list(files) == sorted(set(days))


def test_a_file_has_no_other_columns_than_its_table(tmp_path):
    [content] = written({**SOLD, "more": 1})
    assert rows_of(content, tmp_path) == [SOLD]


def test_merging_keeps_each_row_once(tmp_path):
    files = [*written(SOLD, OTHER), *written(SOLD)]
    assert rows_of(parquet.merge(files, COLUMNS), tmp_path) == [SOLD, OTHER]


def test_a_column_that_an_old_file_has_not_is_null(tmp_path):
    old = {name: kind for name, kind in COLUMNS.items() if name != "gift"}
    merged = parquet.merge([*written(SOLD, columns=old), *written(OTHER)], COLUMNS)
    assert rows_of(merged, tmp_path) == [{**SOLD, "gift": None}, OTHER]
