"""Parquet: files of a lake table, written and merged by DuckDB.

DuckDB comes from a layer of the functions that need it: docs/decisions/parquet-by-duckdb.md
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

CONTENT_TYPE = "application/vnd.apache.parquet"

# Glue's types in DuckDB's words.
TYPES = {"bigint": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "string": "VARCHAR"}

# The column by which rows are parted; it is in no file.
PART = "part_of_rows"

# Athena reads zstd, which is smaller than the default: half of Snappy for texts such as ids.
OPTIONS = "(FORMAT parquet, COMPRESSION zstd)"


def write(
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, str],
    part_of: Callable[[Mapping[str, Any]], date],
) -> dict[date, bytes]:
    """A file for each day of these rows; ``columns`` has the Glue types by name, in the order of
    the files. One pass for all days takes a third of the time of one for each.
    """
    kinds = {**columns, PART: "string"}
    types = ", ".join(f"'{name}': '{TYPES[kind]}'" for name, kind in kinds.items())
    with TemporaryDirectory() as folder:
        source, parts = Path(folder, "rows.json"), Path(folder, "parts")
        lines = (_line({**row, PART: part_of(row)}, kinds) for row in rows)
        source.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        read = f"read_json('{source}', format = 'newline_delimited', columns = {{{types}}})"
        # In order, so that each day is one file however many there are.
        query = f"SELECT * FROM {read} ORDER BY {PART}"
        by_part = OPTIONS.replace(")", f", PARTITION_BY ({PART}))")
        _connection().execute(f"COPY ({query}) TO '{parts}' {by_part}")
        return {_day_of(file): file.read_bytes() for file in sorted(parts.rglob("*.parquet"))}


def _day_of(file: Path) -> date:
    """The day of a file, by its folder: ``part_of_rows=2026-11-29``."""
    return date.fromisoformat(file.parent.name.partition("=")[2])


def merge(files: Sequence[bytes], columns: Mapping[str, str]) -> bytes:
    """One file of the distinct rows of several, in the order of their columns; a column that a file
    has not is null.
    """
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.parquet") for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            path.write_bytes(content)
        names = ", ".join(f"'{path}'" for path in paths)
        found = f"read_parquet([{names}], union_by_name = true, hive_partitioning = false)"
        selected = ", ".join(columns)
        query = f"SELECT DISTINCT {selected} FROM {found} ORDER BY {selected}"
        return _copy(query, Path(folder, "merged"))


def _copy(query: str, target: Path) -> bytes:
    _connection().execute(f"COPY ({query}) TO '{target}' {OPTIONS}")
    return target.read_bytes()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """A database in memory, of this execution environment; the first call loads DuckDB."""
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"})


def _line(row: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    return json.dumps({name: _plain(row[name]) for name in columns})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
