"""Run report: what became of each stack of a run, with times and causes, as a table or JSON.

``run_report.schema.json`` says what the JSON holds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.run.board import changes_of
from cli.run.deployment import CANCELLED, DONE, FAILED, Deployment
from local import stacks

COLOURS = {"succeeded": "green", "unchanged": "dim", "failed": "red"}


def facts(
    stage: str, operation: str, deployments: Sequence[Deployment], began: float, seconds: float
) -> dict[str, Any]:
    """The report of a run that began at ``began``, a time of ``time.monotonic``."""
    states = {each.state for each in deployments}
    outcome = "failed" if FAILED in states else "succeeded"
    if CANCELLED in states and FAILED not in states:
        outcome = "cancelled"
    return {
        "stage": stage,
        "operation": operation,
        "outcome": outcome,
        "seconds": round(seconds, 1),
        "stacks": [_stack(each, began) for each in deployments],
    }


def table(report: dict[str, Any]) -> Table:
    """The same for people, a line for each stack."""
    shown = Table(box=None, pad_edge=False)
    for title in ("stack", "outcome"):
        shown.add_column(title)
    for title in ("tries", "started", "seconds"):
        shown.add_column(title, justify="right")
    shown.add_column("changes or cause")
    for each in report["stacks"]:
        started = "" if each["started"] is None else f"{each['started']:.1f}"
        what = each["said"] if not each["causes"] else each["causes"][0].splitlines()[0]
        colour = COLOURS.get(each["outcome"], "yellow")
        shown.add_row(
            each["stack"],
            f"[{colour}]{each['outcome']}[/]",
            str(each["attempts"]),
            started,
            f"{each['seconds']:.1f}",
            what,
        )
    return shown


def show(report: dict[str, Any], *, as_json: bool) -> None:
    """Print it: JSON for programs on stdout, a table for people on stderr."""
    if as_json:
        print(json.dumps(report, indent=2))
        return
    said = [{**each, "said": _said(each["changes"])} for each in report["stacks"]]
    Console(stderr=True, highlight=False).print(table({**report, "stacks": said}))


def _stack(deployment: Deployment, began: float) -> dict[str, Any]:
    started = deployment.started
    return {
        "stack": stacks.shown(deployment.stack),
        "operation": deployment.operation,
        "outcome": _outcome(deployment),
        "attempts": deployment.attempts,
        "started": None if started is None else round(max(0.0, started - began), 1),
        "seconds": round(deployment.seconds, 1),
        "changes": deployment.changes,
        "causes": list(dict.fromkeys(deployment.complaints)),
    }


def _outcome(deployment: Deployment) -> str:
    if deployment.state == DONE:
        return "succeeded" if deployment.attempts else "unchanged"
    if deployment.state == FAILED:
        return "failed"
    return "not started" if deployment.started is None else "cancelled"


def _said(changes: dict[str, int]) -> str:
    whole = Deployment("", "up", stacks.STACKS)
    whole.changes.update(changes)
    return changes_of(whole) if changes else ""
