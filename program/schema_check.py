"""``python -m program.schema_check``: the schemas of the events against those on record."""

from __future__ import annotations

import click

from contracts.schema import write_missing
from program.cards import CARDS, EVENTS
from program.schemas import changed_schemas


@click.command()
@click.option("--write", is_flag=True, help="record new events and new versions")
def main(write: bool) -> None:
    """Compare the schema of every event with the one on record for its version; the exit code is 1
    if one changed without a new version.
    """
    if write:
        for path in write_missing(EVENTS):
            click.echo(f"wrote {path.name}")
    wrong = changed_schemas(CARDS)
    click.echo("\n".join(wrong) or f"{len(EVENTS)} events have the schemas on record")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main(prog_name="python -m program.schema_check")
