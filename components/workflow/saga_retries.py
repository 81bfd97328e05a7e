"""Retries of a saga: of its steps, and of what must succeed once a step has failed."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from components.workflow.branches import Parallel
from components.workflow.errors import ALL, TASK_FAILED, Retry
from components.workflow.states import Task

Action: TypeAlias = Task | Parallel

# Everything is retried for about two minutes: a burst of executions may be throttled for so long,
# and a step that is given up undoes the whole saga.
PERSISTENT = Retry(errors=(ALL,), attempts=6, interval=2, backoff=2.0, max_delay=60)
# Any other error of a step may be transient; a timeout is not.
TRANSIENT = replace(PERSISTENT, errors=(TASK_FAILED,))


def step_retries(action: Action, no_effect_errors: tuple[str, ...]) -> tuple[Retry, ...]:
    """A step's retries: none for errors without effect, then the action's own, then any other.

    An action's own retry of such an error takes precedence. The tasks in a Parallel have retries of
    their own.
    """
    own = {error for retry in action.retry for error in retry.errors}
    final = tuple(error for error in no_effect_errors if error not in own)
    not_retried = (Retry(errors=final, attempts=0),) if final else ()
    complete = isinstance(action, Parallel) or own.intersection((ALL, TASK_FAILED))
    return (*not_retried, *action.retry, *(() if complete else (TRANSIENT,)))


def persistent_retries(own: tuple[Retry, ...]) -> tuple[Retry, ...]:
    """Retries of six attempts or more for every error, but none for what the action declares final.

    An action with a retry of ``States.ALL`` keeps its own retries.
    """
    if any(ALL in retry.errors for retry in own):
        return own
    more = [
        replace(retry, attempts=max(retry.attempts, PERSISTENT.attempts))
        if retry.attempts
        else retry
        for retry in own
    ]
    return (*more, PERSISTENT)
