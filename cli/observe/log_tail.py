"""Log tail: the lines that have come since the last look, of functions that still write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cli.observe.log_groups import LogGroup
from cli.observe.log_line import LogLine
from cli.observe.log_search import Period, recent
from cli.stage.account import Account

# CloudWatch shows a line some seconds after it was written.
LATE = timedelta(seconds=30)

Key = tuple[str, datetime, str]


@dataclass
class Tail:
    """Log groups that are looked at again and again, from ``until``, the end of the last look, or
    from now; ``late`` is how much further back each look goes.

    A line is given once, by its group and text: Logs Insights and FilterLogEvents know it by
    different ids.
    """

    account: Account
    groups: Sequence[LogGroup]
    late: timedelta = LATE
    until: datetime | None = None
    _seen: set[Key] = field(default_factory=set)

    def skip(self, lines: Sequence[LogLine]) -> None:
        """Lines that are known already."""
        self._seen = set(map(_key, lines))

    def new(self) -> list[LogLine]:
        """The lines that no look before has given, oldest first."""
        now = datetime.now(UTC)
        since = min(self.until or now, now) - self.late
        lines = recent(self.account, self.groups, Period(since=since, until=now))
        new = [line for line in lines if _key(line) not in self._seen]
        self.skip(lines)
        self.until = now
        return new


def _key(line: LogLine) -> Key:
    return line.group, line.at, line.text
