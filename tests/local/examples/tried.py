"""An example as its user deploys and tries it."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from collections.abc import Callable
from typing import Any

from tests.checkout import Checkout

SECONDS = 30


class Tried:
    """A deployed example; each of its commands is run as it was printed."""

    def __init__(self, checkout: Checkout, name: str) -> None:
        self.checkout, self.name = checkout, name
        done = subprocess.run(
            checkout.forked("example", name, "--json"), **split(checkout), timeout=600
        )
        assert done.returncode == 0, done.stderr
        result = json.loads(done.stdout)
        self.outputs, self.commands = result["outputs"], result["try"]

    def run(self, number: int) -> str:
        """What the command of this number printed."""
        return self.type(self.commands[number])

    def type(self, command: str) -> str:
        """What a command like one of those printed; curl's without its progress."""
        platform = shlex.join(self.checkout.forked())
        command = command.replace("platform ", f"{platform} ", 1).replace("curl ", "curl -s ", 1)
        done = subprocess.run(command, shell=True, **split(self.checkout), timeout=60)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    def until(self, number: int, found: Callable[[Any], bool], seconds: int = SECONDS) -> Any:
        """The answer of a command, repeated until it is as wanted."""
        until = time.monotonic() + seconds
        while not found(answer := json.loads(self.run(number))):
            assert time.monotonic() < until, answer
            time.sleep(0.5)
        return answer


def split(checkout: Checkout) -> dict[str, Any]:
    """How a command runs there, with stderr apart from what it answers."""
    return {**checkout.context(), "stderr": subprocess.PIPE}
