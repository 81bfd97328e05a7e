"""Emulator workflows: what the emulator's Step Functions do otherwise than those of AWS.

A state that waits for a task token fails with the function that it invokes, by its error; the
emulator would ignore the error, and wait until the state times out.

Executions invoke a function by turns. Hundreds may be started by one batch of a stream; each would
have a process of its own started at once, more than a machine can start within their timeouts.
"""

from __future__ import annotations

import threading
from typing import Any

# Of one function, by all executions: enough for the processors of most machines.
INVOKED_AT_ONCE = 8


def correct(states: Any) -> None:
    """Change the emulator's Step Functions, a module."""
    _take_turns(states)
    _fail_with_the_function(states)


def _take_turns(states: Any) -> None:
    """Invoke one function at most ``INVOKED_AT_ONCE`` times at once."""
    call = states._call_lambda
    turns: dict[str, threading.Semaphore] = {}

    def call_lambda(function: str, event: Any) -> Any:
        with turns.setdefault(function, threading.Semaphore(INVOKED_AT_ONCE)):
            return call(function, event)

    states._call_lambda = call_lambda


def _fail_with_the_function(states: Any) -> None:
    """End the wait for a token when the function that was to get it has failed."""
    call, wait = states._call_lambda, states._invoke_with_callback
    waits = threading.local()

    def call_lambda(function: str, event: Any) -> Any:
        try:
            return call(function, event)
        except states._ExecutionError as error:
            task = states._task_tokens.get(getattr(waits, "token", None))
            if task is not None:
                task["error"] = {"Error": error.error, "Cause": error.cause}
                task["event"].set()
            raise

    def invoke_with_callback(resource: str, given: Any, token: str, state: Any) -> Any:
        waits.token = token
        try:
            return wait(resource, given, token, state)
        finally:
            waits.token = None

    states._call_lambda, states._invoke_with_callback = call_lambda, invoke_with_callback
