"""``python -m tests.guide STAGE``: which blueprint a stage is by its program, in memory."""

from __future__ import annotations

import json

import click

from guide.judged import judged, text
from tests.stage import deployed


@click.command()
@click.argument("stage")
@click.option("--json", "as_json", is_flag=True)
def main(stage: str, as_json: bool) -> None:
    """Print the findings of each blueprint, the one with the fewest first."""
    found = judged(f"{stage}, by its program,", deployed(stage).resources)
    click.echo(json.dumps(found, indent=2) if as_json else text(found))


if __name__ == "__main__":
    main(prog_name="python -m tests.guide")
