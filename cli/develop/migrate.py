"""``platform migrate``: the way from a monolith, by an inventory of its modules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli.terminal.arguments import Command, Text, json_option
from local.checkout import LocalError

LONGEST_PATH = 1000


@click.command(cls=Command)
@click.argument("action", type=click.Choice(("plan",)))
@click.argument("inventory", metavar="INVENTORY", type=Text(LONGEST_PATH))
@json_option
def run(action: str, inventory: str, as_json: bool) -> int:
    """INVENTORY is a YAML file, as examples/strangler/monolith.yaml: modules with their traits. The
    plan has up to four stages with their steps, what stays and why, and warnings.
    """
    # The guide is loaded for this command only.
    from guide.migration.inventory import InventoryError, load
    from guide.migration.plan import plan, text

    try:
        found = plan(load(Path(inventory)))
    except OSError as wrong:
        raise LocalError(f"cannot read {inventory}: {wrong.strerror}") from None
    except InventoryError as wrong:
        raise LocalError(f"{inventory}: {wrong}") from None
    print(json.dumps(found, indent=2, default=str) if as_json else text(found))
    return 0
