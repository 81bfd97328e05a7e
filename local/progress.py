"""Progress: runs a long command and says, while it runs, what it does and for how long."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.checkout import LocalError

REDRAW_SECONDS = 0.2
# Without a terminal there is nothing to redraw; a log gets a line now and then.
LINE_SECONDS = 20
TAIL = 20


def say(line: str) -> None:
    """One line for the reader; standard output stays free for what a command answers."""
    print(line, file=sys.stderr, flush=True)


def run(
    what: str,
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run ``command`` with a live line; its own words are shown only if it fails."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    words: list[str] = []
    reader = threading.Thread(target=lambda: words.extend(process.stdout or ()), daemon=True)
    reader.start()
    try:
        _watch(what, process, started)
    except BaseException:
        process.kill()
        raise
    reader.join()
    seconds = time.monotonic() - started
    if process.returncode != 0:
        tail = "".join(words[-TAIL:]).rstrip()
        raise LocalError(f"{what}: failed after {seconds:.0f} s\n{tail}")
    _line(f"{what}: done in {seconds:.0f} s", last=True)


def _watch(what: str, process: subprocess.Popen[str], started: float) -> None:
    wait = REDRAW_SECONDS if sys.stderr.isatty() else LINE_SECONDS
    _line(f"{what} ...")
    while True:
        try:
            process.wait(wait)
            return
        except subprocess.TimeoutExpired:
            _line(f"{what}: {time.monotonic() - started:.0f} s")


def _line(text: str, last: bool = False) -> None:
    if not sys.stderr.isatty():
        say(text)
        return
    print(f"\r\x1b[2K{text}", end="\n" if last else "", file=sys.stderr, flush=True)
