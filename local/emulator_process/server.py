"""Emulator server: runs ministack, in its own virtual environment, for programs of this machine.

It listens on 127.0.0.1, which does not keep out the pages that a browser shows. A page can have the
name of its own site resolve to 127.0.0.1 (DNS rebinding), and would then read whatever is answered:
requests for another host than this machine's are refused. It can also send requests to 127.0.0.1,
and ministack lets every site read the answers: requests that a page of another site sends are
refused, but for those to an API, which answers by the CORS settings that it is deployed with.

What the emulator does otherwise than AWS is put right by the modules beside this one: batches of
Lambda (``batches``), executions of durable functions (``durable``), functions that are updated
while they answer (``workers``), the functions of workflows (``workflows``), the batches of
distributed maps (``maps``), rules that put events into a stream (``events``), those of IoT Core
(``iot``), what is saved while functions still run (``snapshots``), the depth of queries
(``graphql``), requests that an API passes on (``forwarding``). ``calls`` records the calls for
``platform permissions``; functions start from the fork server of ``forks``; what waits for them is
woken by them alone, by ``waiting``.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import runpy
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

# Names below localhost are this machine's for every browser: RFC 6761, section 6.3.
LOOPBACK = re.compile(r"(127\.0\.0\.1|\[::1\]|(.+\.)?localhost)(:\d+)?")
API_HOST = re.compile(r"[a-z0-9]+\.execute-api\.localhost(:\d+)?")
API_PATH = "/_aws/execute-api/"

FORBIDDEN = 403
# "The message violates the policy": RFC 6455, section 7.4.1.
POLICY_VIOLATION = 1008


def guarded(app: App) -> App:
    """An ASGI application that answers 403 to what is not for this machine, or not from it."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        why = reason_to_refuse(scope) if scope["type"] in ("http", "websocket") else None
        if why is None:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": why})
        else:
            body = json.dumps({"message": why}).encode()
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": FORBIDDEN, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return guard


def reason_to_refuse(scope: Message) -> str | None:
    """Why a request is not served; None if it is."""
    host = _header(scope, b"host") or ""
    if LOOPBACK.fullmatch(host) is None:
        return f"the host must be 127.0.0.1, localhost or a name below it, got {host or 'none'}"
    origin = _header(scope, b"origin")
    of_an_api = scope["path"].startswith(API_PATH) or API_HOST.fullmatch(host)
    if origin is None or of_an_api or LOOPBACK.fullmatch(urlsplit(origin).netloc.lower()):
        return None
    return f"the origin must be this machine (localhost, 127.0.0.1), got {origin}"


def _header(scope: Message, name: bytes) -> str | None:
    """The value of a header, lower case; all of them if it is given more than once."""
    found = [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]
    return ", ".join(found).lower() if found else None


def _beside(module: str) -> dict[str, Any]:
    """A module of this folder; the interpreter is isolated and imports nothing from it."""
    return runpy.run_path(str(Path(__file__).with_name(f"{module}.py")))


def main() -> None:
    """Serve until SIGTERM."""
    functions: Any = importlib.import_module("ministack.services.lambda_svc")
    honoured = _beside("batches")["honoured"]
    functions._execute_function = honoured(functions._execute_function)
    executions: Any = importlib.import_module("ministack.services.lambda_durable")
    _beside("durable")["correct"](functions, executions)
    workers: Any = importlib.import_module("ministack.core.lambda_runtime")
    _beside("workers")["correct"](functions, workers)
    _beside("waiting")["correct"](workers)
    states: Any = importlib.import_module("ministack.services.stepfunctions")
    _beside("workflows")["correct"](states)
    _beside("maps")["correct"](states)
    rules: Any = importlib.import_module("ministack.services.eventbridge")
    streams: Any = importlib.import_module("ministack.services.kinesis")
    _beside("events")["correct"](rules, streams)
    iot: Any = importlib.import_module("ministack.services.iot")
    _beside("iot")["correct"](iot, streams)
    appsync: Any = importlib.import_module("ministack.services.appsync")
    _beside("graphql")["correct"](appsync, lambda: importlib.import_module("graphql"))
    gateway: Any = importlib.import_module("ministack.services.apigateway")
    _beside("forwarding")["correct"](gateway)
    evaluator: Any = importlib.import_module("ministack.core.iam_evaluator")
    calls = Path(os.environ["STATE_DIR"]).with_name("calls.jsonl")
    _beside("calls")["correct"](evaluator, calls)
    emulator: Any = importlib.import_module("ministack.app")
    _beside("snapshots")["correct"](emulator)
    emulator.app = guarded(emulator.app)
    # It ends with this process, whatever ends that.
    emulator.forks = _beside("forks")["start"](Path(os.environ["TMPDIR"]))
    emulator.main()


if __name__ == "__main__":
    main()
