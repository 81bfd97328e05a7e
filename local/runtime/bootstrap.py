"""The loop of a function's process: one event at a time, until the emulator ends it."""

from __future__ import annotations

import os
import sys
from typing import Any

from local.runtime.answers import described, logged, written
from local.runtime.api import RuntimeApi
from local.runtime.context import Context
from local.runtime.handlers import Handler, handler_named
from local.runtime.lambda_environment import set_up


def main() -> None:
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    set_up()
    try:
        handler = handler_named(os.environ["_HANDLER"])
    except Exception as error:
        # Reported as the first event's outcome: the emulator forgets the name of an earlier error.
        headers, _ = api.next_event()
        fail(api, headers["lambda-runtime-aws-request-id"], error)
        raise SystemExit(1) from error
    while True:
        handle_next(api, handler)


def handle_next(api: RuntimeApi, handler: Handler) -> None:
    headers, event = api.next_event()
    context = Context(headers)
    trace(headers.get("lambda-runtime-trace-id"))
    try:
        answer = call(handler, event, context)
    except Exception as error:
        fail(api, context.aws_request_id, error)
    else:
        end_log()
        api.succeed(context.aws_request_id, answer)


def call(handler: Handler, event: Any, context: Context) -> bytes:
    return written(handler(event, context))


def trace(header: str | None) -> None:
    os.environ.pop("_X_AMZN_TRACE_ID", None)
    if header:
        os.environ["_X_AMZN_TRACE_ID"] = header


def fail(api: RuntimeApi, request_id: str, error: Exception) -> None:
    report = described(error, request_id)
    sys.stdout.write(logged(report))
    end_log()
    api.fail(request_id, report)


def end_log() -> None:
    """One empty line, which no log shows: without any line the emulator waits 50 ms for one."""
    sys.stderr.flush()
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
