"""``platform logs``: the log of a service, of one request or of one order, as it grows."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from cli.account import Account, account_of, any_stage_option
from cli.arguments import text
from cli.check import folders
from cli.journey import correlated
from cli.log_groups import LogGroup, groups_of
from cli.log_line import LogLine
from cli.log_search import Period, recent, search
from cli.trace import LONGEST_ID, period_of, period_options

HELP = "the log of a service's functions, APIs and workflows, on AWS too; --follow as it grows"
FOLLOW_SECONDS = 2
# CloudWatch shows a line some seconds after it was written.
LATE = timedelta(seconds=30)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=folders(), metavar="service", help="as orders")
    which = parser.add_mutually_exclusive_group()
    of = text(LONGEST_ID)
    which.add_argument("--correlation", type=of, metavar="ID", help="lines of this correlation id")
    which.add_argument("--order", type=of, metavar="ID", help="lines of the requests of this order")
    period_options(parser, "1h")
    parser.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    any_stage_option(parser)


def run(args: argparse.Namespace) -> int:
    with account_of(args.stage) as account:
        groups, period = groups_of(account, args.service), period_of(args)
        ids = _ids(account, args, period)
        shown = search(account, groups, period, ids)
        _print(shown, as_json=args.json)
        if args.follow:
            _follow(account, groups, shown, ids, args)
    return 0


def _ids(account: Account, args: argparse.Namespace, period: Period) -> tuple[str, ...]:
    if args.order:
        return correlated(account, groups_of(account), period, args.order)
    return (args.correlation,) if args.correlation else ()


def _follow(
    account: Account,
    groups: Sequence[LogGroup],
    shown: Sequence[LogLine],
    ids: Sequence[str],
    args: argparse.Namespace,
) -> None:
    """Print what is new every two seconds. An event is printed once, by its group and text: Logs
    Insights and FilterLogEvents know it by different ids.
    """
    seen = {(line.group, line.at, line.text) for line in shown}
    while True:
        time.sleep(FOLLOW_SECONDS)
        now = datetime.now(UTC)
        lines = recent(account, groups, Period(since=now - LATE, until=now))
        new = [line for line in lines if (line.group, line.at, line.text) not in seen]
        seen = {(line.group, line.at, line.text) for line in lines}
        _print([line for line in new if _holds(line, ids)], as_json=args.json)


def _holds(line: LogLine, ids: Sequence[str]) -> bool:
    return not ids or any(each in line.text for each in ids)


def _print(lines: Iterable[LogLine], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            known = {"at": line.at.isoformat(), "group": line.group, "service": line.service}
            print(json.dumps({**known, **(line.record or {"message": line.text})}), flush=True)
        else:
            level = "" if line.level == "INFO" else f" {line.level}"
            of = f" [{line.correlation_id}]" if line.correlation_id else ""
            print(
                f"{line.at:%H:%M:%S.%f}"[:-3] + f" {line.function}{level} {line.words}{of}",
                flush=True,
            )
