"""Parquet: files of a lake table, written and merged by DuckDB.

DuckDB comes from a layer of the functions that need it: docs/decisions/parquet-by-duckdb.md
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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

# Athena reads zstd, which is smaller than the default: half of Snappy for texts such as ids.
OPTIONS = "(FORMAT parquet, COMPRESSION zstd)"


def write(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> bytes:
    """A file of these rows; ``columns`` has the Glue types by name, in the file's order."""
    types = ", ".join(f"'{name}': '{TYPES[kind]}'" for name, kind in columns.items())
    with TemporaryDirectory() as folder:
        source = Path(folder, "rows.json")
        source.write_text("".join(f"{_line(row, columns)}\n" for row in rows), "utf-8")
        read = f"read_json('{source}', format = 'newline_delimited', columns = {{{types}}})"
        return _copy(f"SELECT * FROM {read}", Path(folder, "rows.parquet"))


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
