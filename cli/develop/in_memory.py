"""In memory: commands about a stage's program, which a process of its own records in memory."""

from __future__ import annotations

import subprocess

from local.checkout import PYTHON, ROOT


def run(module: str, *words: str) -> int:
    """Print what a module of the tests says, which know how to record a program; its exit code.

    What it says is printed from here: this command knows what to do when the reader of a pipe, such
    as ``head``, has closed it.
    """
    command = [str(PYTHON), "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="")
    return done.returncode
