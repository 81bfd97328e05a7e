"""The keys of the platform's tables and of their indexes, under the names that the tests use: those
of the environment variables, ``ITEMS_TABLE`` for ``items``.
"""

from __future__ import annotations

from tests.fakes.infrastructure import DeclaredTable, declared

SUFFIX = "_TABLE"
# The one of a WebSocket API, which its component makes.
CONNECTIONS = DeclaredTable(("connectionId",), {"byUser": ("userId",)})
DECLARED = {**declared(), "CONNECTIONS_TABLE": CONNECTIONS}
TABLES = {name.removesuffix(SUFFIX).lower(): table for name, table in DECLARED.items()}

VARIABLES = {f"{name.upper()}{SUFFIX}": name for name in TABLES}

KEYS: dict[str, tuple[str, ...]] = {name: table.keys for name, table in TABLES.items()}

INDEXES: dict[tuple[str, str], tuple[str, ...]] = {
    (name, index): keys for name, table in TABLES.items() for index, keys in table.indexes.items()
}
