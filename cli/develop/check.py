"""``platform check``: what is missing for a service, with what to do about it."""

from __future__ import annotations

import click

from cli.develop import in_memory
from cli.terminal.arguments import Command, json_option
from local.checkout import ROOT


def folders() -> list[str]:
    """The services that there are, or are being written."""
    return sorted({path.parent.name for path in (ROOT / "services").glob("*/*.py")})


@click.command(cls=Command)
@click.argument("service", metavar="[SERVICE]", required=False, type=click.Choice(folders()))
@json_option
def run(service: str | None, as_json: bool) -> int:
    """All services if none is given."""
    words = [*([service] if service else []), *(["--json"] if as_json else [])]
    return in_memory.run("tests.service_check", *words)
