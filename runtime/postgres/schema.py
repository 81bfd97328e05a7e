"""Schema: the statements that make a database's tables, each run once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.postgres.connection import Connection

# Any number that no other program locks by.
LOCK = 7_021_953

TABLE = """
CREATE TABLE IF NOT EXISTS schema_steps (
    step integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


def complete(connection: Connection, steps: Sequence[str]) -> None:
    """Run the steps that were not run on this database, all in one transaction.

    Of several environments that start at once the first runs them, and the others wait. A step is
    never changed once it is deployed: what it made is changed by a further one.
    """
    if not steps:
        return
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    connection.execute(TABLE)
    found = connection.execute("SELECT count(*) AS done FROM schema_steps").fetchone()
    done = found["done"] if found else 0
    for number, step in enumerate(steps[done:], done):
        connection.execute(step)
        connection.execute("INSERT INTO schema_steps (step) VALUES (%s)", (number,))
    connection.commit()
