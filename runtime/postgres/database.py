"""Database: the one connection of an execution environment, kept between invocations.

An execution environment handles one request at a time, so that one connection is enough, and a
hundred environments are a hundred connections. It is opened when it is first needed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from runtime.http_errors import ServiceUnavailable
from runtime.postgres import schema
from runtime.postgres.connection import connect
from runtime.retry import with_retries

if TYPE_CHECKING:
    from runtime.postgres.connection import Connection

T = TypeVar("T")

# A connection that nothing was asked of for so long is replaced: the proxy may have closed it,
# which an environment that was frozen does not notice.
IDLE_SECONDS = 120.0
# How long a thread waits for the connection.
WAIT_SECONDS = 10.0
# A server that restarts refuses connections for some seconds.
ATTEMPTS = 5


class ConnectionLost(Exception):
    """The connection broke before a transaction was committed: nothing of it is stored."""


class Database:
    """Runs transactions on one connection; ``steps`` are the statements that make its schema."""

    def __init__(
        self,
        url: str,
        steps: Sequence[str] = (),
        *,
        open_: Callable[[str], Connection] = connect,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._steps, self._open, self._clock = url, steps, open_, clock
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._used = 0.0

    def run(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returns: all that it does on the connection is one transaction.

        It is rolled back if ``work`` raises. If the connection breaks, ``work`` is run once more on
        a new one, so that it must do nothing but statements; unless it broke in the commit, after
        which only the server knows. ``ServiceUnavailable`` where there is no connection.
        """
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise ServiceUnavailable("the database is busy; try again")
        try:
            try:
                return self._transaction(work)
            except ConnectionLost:
                return self._transaction(work)
        except ConnectionLost as lost:
            raise ServiceUnavailable("the database cannot be reached; try again") from lost
        finally:
            self._used = self._clock()
            self._lock.release()

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            self._close()

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        from psycopg import InterfaceError, OperationalError

        connection = self._current()
        try:
            result = work(connection)
        except (InterfaceError, OperationalError) as error:
            if connection.broken or connection.closed:
                self._close()
                raise ConnectionLost(str(error)) from error
            connection.rollback()
            raise
        except BaseException:
            self._roll_back(connection)
            raise
        try:
            connection.commit()
        except BaseException:
            self._close()
            raise
        return result

    def _current(self) -> Connection:
        """The connection, or a new one where there is none, or none that was used lately."""
        from psycopg import OperationalError

        if self._connection is not None and self._clock() - self._used > IDLE_SECONDS:
            self._close()
        if self._connection is None:
            try:
                opened = with_retries(self._opened, OperationalError, attempts=ATTEMPTS)
            except OperationalError as error:
                raise ConnectionLost(str(error)) from error
            self._connection = opened
        return self._connection

    def _opened(self) -> Connection:
        connection = self._open(self._url)
        try:
            schema.complete(connection, self._steps)
        except BaseException:
            connection.close()
            raise
        return connection

    def _roll_back(self, connection: Connection) -> None:
        """A connection on which not even that works is closed."""
        try:
            connection.rollback()
        except Exception:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
