"""``platform invoke``: one function of a stage with one event; its answer, and its log."""

from __future__ import annotations

import json
import time

import click

from cli.events import functions
from cli.events.json_file import LONGEST_PATH, read
from cli.stage.account import account_of
from cli.terminal.arguments import Command, Text, any_stage_option, json_option
from local.progress import say


@click.command(cls=Command)
@click.argument("function", metavar="FUNCTION", type=Text(140))
@click.option("--event", type=Text(LONGEST_PATH), help="a JSON file, or - for stdin (default: {})")
@json_option
@any_stage_option
def run(function: str, event: str | None, as_json: bool, stage_name: str) -> int:
    """FUNCTION is a name or the beginning of one, as orders-place. The answer goes to stdout, the
    end of the log and the time to stderr, with --json all of it to stdout; the exit code is 1 for
    an answer that is an error.
    """
    given = {} if event is None else read(event)
    with account_of(stage_name) as account:
        name = functions.named(account, function)["FunctionName"]
        started = time.monotonic()
        answer = functions.invoke(account, name, given)
        milliseconds = (time.monotonic() - started) * 1000
    if as_json:
        facts = {"function": name, "milliseconds": round(milliseconds, 1), "error": answer.error}
        print(json.dumps({**facts, "answer": answer.payload, "log": answer.log}, indent=2))
        return int(answer.error is not None)
    for line in answer.log.splitlines():
        say(f"  {line}")
    failed = f", {answer.error} error" if answer.error else ""
    say(f"{name}: {milliseconds:.0f} ms, with the way there and back{failed}")
    print(json.dumps(answer.payload, indent=2))
    return int(answer.error is not None)
