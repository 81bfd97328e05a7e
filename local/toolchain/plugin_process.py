"""Plugin process: runs a policy pack or a provider for the engine, and passes on its words."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any

from pulumi.runtime.proto import language_pb2

from local.forks import client

CHUNK_BYTES = 64 * 1024
GRACE_SECONDS = 5


def command_of(request: Any) -> list[str]:
    """How the SDK wants a plugin of this kind to be started."""
    directory = request.info.program_directory
    if request.kind == "analyzer":
        return client.command(request.pwd, "pulumi.policy", [*request.args, directory])
    return [sys.executable, "-u", directory, *request.args]


def run(request: Any, context: Any) -> Iterator[Any]:
    """Yield what the plugin writes, then its exit code; it ends when the engine hangs up."""
    process = subprocess.Popen(
        command_of(request),
        cwd=request.pwd or None,
        env=dict(pair.split("=", 1) for pair in request.env) or None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if not context.add_callback(lambda: _end(process)):
        _end(process)
    words: queue.SimpleQueue[Any] = queue.SimpleQueue()
    readers = [
        threading.Thread(target=_read, args=(stream, kind, words), daemon=True)
        for kind, stream in (("stdout", process.stdout), ("stderr", process.stderr))
    ]
    for reader in readers:
        reader.start()
    for _ in readers:
        while (word := words.get()) is not None:
            yield word
    yield language_pb2.RunPluginResponse(exitcode=process.wait())


def _read(stream: IO[bytes], kind: str, words: queue.SimpleQueue[Any]) -> None:
    while chunk := stream.read1(CHUNK_BYTES):  # type: ignore[attr-defined]
        words.put(language_pb2.RunPluginResponse(**{kind: chunk}))
    words.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
