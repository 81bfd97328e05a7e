"""``platform api``: the routes of the services, who may call each, and a body to try."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import click

from cli.api import documents, page
from cli.terminal.arguments import Command, Text
from local import files
from local.checkout import LOCAL, LocalError


@click.command(cls=Command)
@click.argument(
    "service", metavar="[SERVICE]", required=False, type=click.Choice(documents.services())
)
@click.option("--json", "as_json", is_flag=True, help="print the OpenAPI document; of all by name")
@click.option("--html", type=Text(1000), metavar="FILE", help="write a page that needs no network")
@click.option("--open", "show", is_flag=True, help="show the page in the browser")
def run(service: str | None, as_json: bool, html: str | None, show: bool) -> int:
    if sum(map(bool, (as_json, html, show))) > 1:
        raise click.UsageError("--json, --html and --open exclude each other")
    names = [service] if service else documents.services()
    found = {name: documents.read(name) for name in names}
    if as_json:
        print(json.dumps(found[service] if service else found, indent=2))
        return 0
    if html or show:
        file = written(Path(html) if html else LOCAL / "api.html", found)
        print(file)
        if show:
            webbrowser.open(file.as_uri())
        return 0
    listings = ("\n".join(documents.described(each)) for each in found.values())
    print("\n\n".join(listings))
    return 0


def written(file: Path, found: dict[str, documents.Document]) -> Path:
    """The page of the documents in a file; returns its whole path."""
    try:
        files.write(file, page.page(list(found.values())))
    except OSError as error:
        raise LocalError(f"cannot write the page to {file}: {error.strerror}") from None
    return file.resolve()
