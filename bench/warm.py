"""Warm: runs in a function's environment; times one handler against one that does nothing.

Imports nothing of the repository, so that only what travels in the archive is there. Called with a
module, a JSON event and the JSON item that every read of a table returns; prints pairs of seconds
a call, of ours and of the empty handler.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
import time
from types import SimpleNamespace
from typing import Any

PAIRS, CALLS = 15, 400

ANSWER = {"statusCode": 200, "headers": {}, "body": "{}", "isBase64Encoded": False}
CONTEXT = SimpleNamespace(
    function_name="function",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 10_000,
)


def empty(event: Any, context: Any) -> Any:
    return ANSWER


def seconds_a_call(handler: Any, event: Any) -> float:
    started = time.process_time()
    for _ in range(CALLS):
        handler(event, CONTEXT)
    return (time.process_time() - started) / CALLS


def main(module: str, event: Any, item: Any) -> None:
    result, sys.stdout = sys.stdout, io.StringIO()
    found = importlib.import_module(module)
    importlib.import_module("runtime.dynamodb.table").Table.get = lambda *_: item
    answer = found.handle(event, CONTEXT)
    if answer["statusCode"] != 200:
        raise SystemExit(f"{module} answers {answer}")
    pairs = []
    for place in range(-1, PAIRS):
        sys.stdout.seek(0)
        pair = seconds_a_call(found.handle, event), seconds_a_call(empty, event)
        if place >= 0:
            pairs.append(pair)
    result.write(json.dumps(pairs))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
