"""``platform logs``: the log of a service, of one request or of one order, as it grows."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence

import click

from cli.observe.journey import correlated
from cli.observe.log_groups import LogGroup, groups_of
from cli.observe.log_line import LogLine
from cli.observe.log_search import search
from cli.observe.log_tail import Tail
from cli.observe.trace import LONGEST_ID, period_since, since_option
from cli.stage import services
from cli.stage.account import Account, account_of
from cli.stage.services import Named, ServiceName
from cli.terminal.arguments import Command, Text, any_stage_option, json_option
from settings import Settings

FOLLOW_SECONDS = 2


@click.command(cls=Command)
@click.argument("service", type=ServiceName())
@click.option("--correlation", type=Text(LONGEST_ID), help="lines of this correlation id")
@click.option("--order", type=Text(LONGEST_ID), help="lines of the requests of this order")
@since_option("1h")
@click.option("--follow", is_flag=True, help="go on until Ctrl-C")
@json_option
@any_stage_option
def run(
    service: str,
    correlation: str | None,
    order: str | None,
    since: str,
    follow: bool,
    as_json: bool,
    stage_name: str,
) -> int:
    """SERVICE is one that the stage deploys, as orders. With --json each line is an object."""
    if correlation and order:
        raise click.UsageError("--correlation and --order are two ways to choose lines: give one")
    services.check(Named(stage_name, Settings.of_stage(stage_name).deployed), [service])
    with account_of(stage_name) as account:
        groups, period = groups_of(account, service), period_since(since)
        ids: tuple[str, ...] = (correlation,) if correlation else ()
        if order:
            ids = correlated(account, groups_of(account), period, order)
        shown = search(account, groups, period, ids)
        _print(shown, as_json=as_json)
        if follow:
            _follow(account, groups, shown, ids, as_json=as_json)
    return 0


def _follow(
    account: Account,
    groups: Sequence[LogGroup],
    shown: Sequence[LogLine],
    ids: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Print what is new every two seconds."""
    tail = Tail(account, groups)
    tail.skip(shown)
    while True:
        time.sleep(FOLLOW_SECONDS)
        _print([line for line in tail.new() if _holds(line, ids)], as_json=as_json)


def _holds(line: LogLine, ids: Sequence[str]) -> bool:
    return not ids or any(each in line.text for each in ids)


def _print(lines: Iterable[LogLine], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            known = {"at": line.at.isoformat(), "group": line.group, "service": line.service}
            print(json.dumps({**known, **(line.record or {"text": line.text})}), flush=True)
        else:
            level = "" if line.level == "INFO" else f" {line.level}"
            of = f" [{line.correlation_id}]" if line.correlation_id else ""
            print(
                f"{line.at:%H:%M:%S.%f}"[:-3] + f" {line.function}{level} {line.words}{of}",
                flush=True,
            )
