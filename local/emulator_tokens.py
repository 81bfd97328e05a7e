"""Emulator tokens: a state that waits for a task token fails with the function that it invokes.

The emulator ignores the error and waits until the state times out. On AWS nothing is waited for:
the state fails by the error of the function, and is retried or caught.
"""

from __future__ import annotations

import threading
from typing import Any


def fail_with_the_function(states: Any) -> None:
    """Change the emulator's Step Functions, a module, so that a failed function ends the wait."""
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
