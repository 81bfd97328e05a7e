"""``platform check``: what is missing for a service, with what to do about it."""

from __future__ import annotations

import subprocess

import click

from cli.arguments import Command, json_option
from local.checkout import PYTHON, ROOT


def folders() -> list[str]:
    """The services that there are, or are being written."""
    return sorted({path.parent.name for path in (ROOT / "services").glob("*/*.py")})


@click.command(cls=Command)
@click.argument("service", metavar="[SERVICE]", required=False, type=click.Choice(folders()))
@json_option
def run(service: str | None, as_json: bool) -> int:
    """All services if none is given."""
    # A process of its own: it records the program in memory, which the tests know how to.
    words = [*([service] if service else []), *(["--json"] if as_json else [])]
    return subprocess.run([str(PYTHON), "-m", "tests.service_check", *words], cwd=ROOT).returncode
