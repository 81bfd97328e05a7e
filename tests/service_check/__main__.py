"""``python -m tests.service_check [SERVICE] [--json]``: says what is missing; 1 if anything is."""

from __future__ import annotations

import gc
import json
import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict

import click

from settings import ROOT, SERVICES
from tests.service_check.missing import Missing

STAGE = "dev"


def missing_for(service: str) -> list[Missing]:
    """All that is missing for a service; only the first of what keeps the program from running."""
    from tests.service_check import source

    found = list(source.files(service))
    if not found:
        try:
            found = list(_missing(service))
        except Exception as error:  # whatever keeps the program from running is what is to be said
            said = str(error).strip() or type(error).__name__
            found = [Missing("program", f"it does not run: {said}", "mend that first")]
    return found


def _missing(service: str) -> Iterator[Missing]:
    # Imported here, since a service that cannot be imported keeps them from being so.
    from microservice.card_check import problems
    from program.cards import CARDS
    from tests.service_check import program, source, written
    from tests.service_check.design_cards import of_cards
    from tests.service_check.design_source import of_source
    from tests.stage import deployed

    [card] = [card for card in CARDS if card.name == service] or [None]
    if card is None:
        what = f"the card of services/{service} has another name"
        yield Missing("card", what, f'name="{service}" in services/{service}/__init__.py')
        return
    first = [
        *(Missing("card", each, "mend the card") for each in problems(CARDS) if service in each),
        *written.schemas(card),
    ]
    yield from [*first, *source.tests(service), *source.examples(card)]
    yield from [*of_cards(card, CARDS), *of_source(service)]
    if first or problems(CARDS):
        # The program refuses to run with these.
        return
    different = list(program.compare(card, deployed(STAGE)))
    yield from different
    yield from written.ledger(card)
    # The pages are made of the examples and the card: what is missing there comes first.
    if not different and not list(source.examples(card)):
        yield from written.pages()


@click.command()
@click.argument("service", required=False)
@click.option("--json", "as_json", is_flag=True)
def main(service: str | None, as_json: bool) -> None:
    """Check one service or all; the exit code is 1 if anything is missing, 2 for no service."""
    # The program makes many objects and keeps them all, as in __main__.py.
    gc.disable()
    started = time.monotonic()
    folders = {path.name for path in (ROOT / "services").glob("*/") if any(path.glob("*.py"))}
    if service and service not in folders:
        print(
            f"platform check: there is no service {service}; "
            f"there are {', '.join(sorted(folders))}",
            file=sys.stderr,
        )
        raise SystemExit(2)
    services = [service] if service else sorted({*folders, *SERVICES})
    found = {each: missing_for(each) for each in services}
    if as_json:
        print(json.dumps({name: [asdict(each) for each in all_] for name, all_ in found.items()}))
    else:
        print(shown(found))
        print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)
    raise SystemExit(1 if any(found.values()) else 0)


def shown(found: dict[str, list[Missing]]) -> str:
    """What is missing, service by service, each with its remedy below it."""
    lines = []
    for service, each in found.items():
        lines.append(f"{service}: {f'{len(each)} missing' if each else 'nothing is missing'}")
        for missing in each:
            lines += [f"  {missing.part}: {missing.what}", f"    {missing.remedy}"]
    return "\n".join(lines)


if __name__ == "__main__":
    logging.disable()
    main(prog_name="python -m tests.service_check")
