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


def test_rows_are_read_as_they_were_written(tmp_path):
    assert rows_of(parquet.write([SOLD, OTHER], COLUMNS), tmp_path) == [SOLD, OTHER]


def test_a_file_has_no_other_columns_than_its_table(tmp_path):
    content = parquet.write([{**SOLD, "more": 1}], COLUMNS)
    assert rows_of(content, tmp_path) == [SOLD]


def test_merging_keeps_each_row_once(tmp_path):
    first, second = parquet.write([SOLD, OTHER], COLUMNS), parquet.write([SOLD], COLUMNS)
    assert rows_of(parquet.merge([first, second], COLUMNS), tmp_path) == [SOLD, OTHER]


def test_a_column_that_an_old_file_has_not_is_null(tmp_path):
    old = {name: kind for name, kind in COLUMNS.items() if name != "gift"}
    merged = parquet.merge([parquet.write([SOLD], old), parquet.write([OTHER], COLUMNS)], COLUMNS)
    assert rows_of(merged, tmp_path) == [{**SOLD, "gift": None}, OTHER]
