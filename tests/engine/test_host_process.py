"""The language host as the engine meets it: a process, a port, and gRPC."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from local.checkout import ROOT

COMMAND = [sys.executable, "-m", "local.toolchain.language_host"]


@contextmanager
def host(*, under_a_shell: bool = False) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running host and its port; under a shell, it is the shell that is returned."""
    shell = ["/bin/sh", "-c", f"{' '.join(COMMAND)} 127.0.0.1:1 & echo $! >&2; wait"]
    process = subprocess.Popen(
        shell if under_a_shell else [*COMMAND, "127.0.0.1:1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pid = int(process.stderr.readline()) if under_a_shell else process.pid
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


@contextmanager
def client(port: int) -> Iterator[language_pb2_grpc.LanguageRuntimeStub]:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel)


def plugin(folder: Path, source: str) -> language_pb2.RunPluginRequest:
    (folder / "__main__.py").write_text(source)
    info = language_pb2.ProgramInfo(program_directory=str(folder))
    return language_pb2.RunPluginRequest(pwd=str(folder), args=["one"], info=info, kind="resource")


def test_it_answers_what_an_engine_asks_before_it_runs_anything():
    with host() as (_, port), client(port) as runtime:
        assert runtime.Handshake(language_pb2.LanguageHandshakeRequest()).ByteSize() == 0
        assert runtime.About(language_pb2.AboutRequest()).executable == sys.executable
        assert list(runtime.InstallDependencies(language_pb2.InstallDependenciesRequest())) == []
        packages = runtime.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest())
        assert list(packages.packages) == []
        runtime.Cancel(empty_pb2.Empty())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_when_the_engine_says_so(number):
    with host() as (process, _):
        process.send_signal(number)
        assert process.communicate(timeout=5) == ("", "")
        assert process.returncode == 0


def test_it_ends_by_itself_when_the_engine_is_killed():
    with host(under_a_shell=True) as (engine, _):
        engine.kill()
        # The pipes close only when the last process that holds them is gone.
        engine.communicate(timeout=5)


def test_a_plugins_words_and_exit_code_are_passed_on(tmp_path):
    source = "import sys; print('out', sys.argv[1]); print('err', file=sys.stderr); sys.exit(3)"
    with host() as (_, port), client(port) as runtime:
        answers = list(runtime.RunPlugin(plugin(tmp_path, source)))
    assert b"".join(answer.stdout for answer in answers) == b"out one\n"
    assert b"".join(answer.stderr for answer in answers) == b"err\n"
    assert [a.exitcode for a in answers if a.HasField("exitcode")] == [3]


def test_a_plugin_ends_when_the_engine_hangs_up(tmp_path):
    # It opens a pipe that its end closes, so that the test need not ask whether it still runs.
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    source = (
        f"import time; held = open({str(fifo)!r}, 'w'); print('up', flush=True); time.sleep(60)"
    )
    with host() as (_, port), client(port) as runtime:
        call = runtime.RunPlugin(plugin(tmp_path, source))
        with fifo.open() as alive:
            assert next(call).stdout.startswith(b"up")
            call.cancel()
            assert alive.read() == ""
