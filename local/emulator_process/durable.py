"""Emulator durable functions: their executions, which the emulator has and never begins.

It begins an execution only for a setting that Lambda does not have, forgets one whose first
invocation was asynchronous, and resumes each by the latest code. Here a function with a durable
configuration has executions, each of which goes on by the version with which it began, and an
invocation that is tried again gets the steps that are stored by then.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

# How often a resumed execution is invoked when its process ends without an answer.
TRIES = 3
ENDS = ("SUCCEEDED", "FAILED")


def correct(functions: Any, executions: Any) -> None:
    """Change the emulator's service of functions, a module; ``executions`` is that of durable
    executions.
    """
    build = functions._build_config

    def built(*args: Any, **options: Any) -> dict[str, Any]:
        config = dict(build(*args, **options))
        if "DurableConfig" in config:
            config["DurableConfig"] = {**config["DurableConfig"], "Enabled": True}
        return config

    functions._build_config = built
    functions._execute_function = settled(functions, executions)
    functions.invoke_durable_resume = by_version(functions, executions)


def settled(functions: Any, executions: Any) -> Callable[[Any, Any], dict[str, Any]]:
    """The emulator's way to invoke a function, after which a durable execution ends or waits."""
    execute = functions._execute_function

    def executed(function: Any, event: Any) -> dict[str, Any]:
        arn = str(event.get("DurableExecutionArn")) if isinstance(event, Mapping) else ""
        execution = executions._executions.get(arn)
        if execution is None:
            return dict(execute(function, event))
        # Else it is given to a process of its own, by a protocol that our runtime does not speak.
        context = functions._durable_ctx.set(None)
        try:
            result = dict(execute(function, event_of(execution, executions)))
        finally:
            functions._durable_ctx.reset(context)
        settle(arn, result, executions)
        return result

    return executed


def by_version(functions: Any, executions: Any) -> Callable[[str, str, Any], None]:
    """A way to resume an execution: by the version with which it began, until there is an answer,
    a few times.
    """

    def resumed(name: str, arn: str, _event: Any) -> None:
        execution = executions._executions[arn]
        function = functions._functions[name]
        version = function["versions"].get(execution["Version"], function)
        for _ in range(TRIES):
            started = time.time()
            result = functions._execute_function(version, {"DurableExecutionArn": arn})
            error = result.get("body") if result.get("error") else None
            executions.record_invocation_completed(arn, started, str(uuid.uuid4()), error)
            if error is None:
                return

    return resumed


def event_of(execution: Mapping[str, Any], executions: Any) -> dict[str, Any]:
    """What an invocation of an execution gets: the steps that are stored now."""
    stored = executions._serialize_operations(execution["Operations"], for_event=True)
    return {
        "DurableExecutionArn": execution["DurableExecutionArn"],
        "CheckpointToken": execution["CheckpointToken"],
        "InitialExecutionState": {"Operations": stored, "NextMarker": ""},
    }


def settle(arn: str, result: Mapping[str, Any], executions: Any) -> None:
    """End an execution, or have it wait for what it waits for, as its invocation says; one that
    ended without an answer stays as it is, to be invoked again.
    """
    if result.get("error"):
        return
    body = result.get("body")
    given = json.loads(body) if isinstance(body, str | bytes) else body
    answer: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    status = answer.get("Status")
    if status == "PENDING":
        executions.schedule_resume(arn)
    elif status in ENDS:
        executions.mark_execution_completed(arn, answer.get("Result"), answer.get("Error"))
    else:
        failure = {"ErrorType": "InvalidOutput", "ErrorMessage": "the answer has no status"}
        executions.mark_execution_completed(arn, None, failure)
