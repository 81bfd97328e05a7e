"""Repairs: what waits in the queues of a stage, what alarms, and the redrive of dead letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.observe import health
from cli.repair.dead_letter_queue import depth, named, queues_of
from cli.repair.dead_letters import held
from cli.repair.redrive import REASON_LENGTH, Selection, facts, prepared
from cli.stage.account import Account
from local.checkout import LocalError

LONGEST_ERROR = 200


def state_of(account: Account) -> dict[str, Any]:
    """Every queue with the number of its messages, and the alarms that are in ALARM."""
    return {
        "queues": [
            {"name": name, "waiting": waiting, "dead": health.holds_dead_letters(name)}
            for name, waiting in health.queues(account)
        ],
        "alarms": [
            {
                "name": alarm["AlarmName"],
                "since": alarm["StateUpdatedTimestamp"].isoformat(),
                "reason": alarm.get("StateReason", ""),
                "description": alarm.get("AlarmDescription", ""),
            }
            for alarm in health.alarms(account)
        ],
    }


def dead_letters(account: Account, name: str) -> dict[str, Any]:
    """The messages of a dead-letter queue by error; they are put back."""
    queue = named(queues_of(account), name)
    found = held(account, queue, depth(account.client("sqs"), queue.url))
    errors = [
        {
            "error": failures.error,
            "words": failures.words,
            "count": len(failures.ids),
            "last": failures.last.isoformat(),
            "redriven": failures.redriven,
        }
        for failures in found.errors
    ]
    return {"source": found.source, "consumer": found.consumer, "errors": errors}


def redrive(account: Account, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Move messages back to their source queue; ``given`` is the form: reason, perhaps error."""
    reason, error = str(given.get("reason", "")).strip(), str(given.get("error") or "") or None
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise LocalError(f"reason must have 1 to {REASON_LENGTH} characters, got {len(reason)}")
    if error and len(error) > LONGEST_ERROR:
        raise LocalError(f"error must have 1 to {LONGEST_ERROR} characters, got {len(error)}")
    queue = named(queues_of(account), name)
    moving = prepared(account, queue, Selection(reason=reason, error=error))
    moving.run(dry=False)
    return facts(moving, dry=False)
