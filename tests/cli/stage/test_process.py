from __future__ import annotations

import sys
import time

from local import process

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_process_that_is_killed_takes_along_what_it_started(tmp_path):
    log = tmp_path / "log"
    started = process.start(
        [sys.executable, "-c", PARENT], {}, tmp_path, log, tmp_path / "process.json"
    )
    while not log.read_text().endswith("\n"):
        time.sleep(0.01)
    child = int(log.read_text())
    assert process.started_at(child)
    started.kill()
    assert not started.alive
    while process.started_at(child):
        time.sleep(0.01)
    started.kill()
