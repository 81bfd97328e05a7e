"""Build: writes the pages of the site, then has Zensical make it of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from settings import ROOT
from tests.aws.node_packages import MODULES
from tests.docs.pages import pages
from tests.docs.site import patterns
from tests.docs.site.places import AS_THEY_ARE, Site, page_of, source_page

HERE = Path(__file__).parent
CONFIG, STYLE = HERE / "zensical.toml", "scripts/site.css"
PAGES = "docs"
# What draws the diagrams, and what searches where a page is opened as a file; Zensical would have
# them loaded from elsewhere.
MERMAID, SHIM = "scripts/mermaid.js", "scripts/shim.js"
SCRIPTS = {MERMAID: "@mermaid-js/tiny/dist/mermaid.tiny.js", SHIM: "iframe-worker/shim/index.js"}
LINE_LINK = re.compile(r'<a id="__codelineno-(\d+)-(\d+)"')
SHIM_URL = "https://unpkg.com/iframe-worker/shim"
GUIDE = (
    "guide",
    "using-components",
    "catalogue",
    "practices",
    "component-package",
    "edge-functions",
)
REFERENCE = ("http-api", "events", "idempotency", "policies")
SYSTEMS = ("systems",)


def build(folder: Path) -> Path:
    """The site in a folder of its own; returns its first page."""
    shutil.rmtree(folder, ignore_errors=True)
    return made_of(folder, write(Site(folder / PAGES)))


def made_of(folder: Path, places: Mapping[str, list[str]]) -> Path:
    """Have Zensical make the site of pages that are written; raises ``SystemExit`` with what it
    says of a link that leads nowhere.
    """
    for name, script in SCRIPTS.items():
        Site(folder / PAGES).write(PurePosixPath(name), (MODULES / script).read_text("utf-8"))
    Site(folder / PAGES).write(PurePosixPath(STYLE), (HERE / "site.css").read_text("utf-8"))
    text = CONFIG.read_text("utf-8").replace("nav = []", f"nav = {toml(nav(places))}")
    (folder / CONFIG.name).write_text(text, "utf-8")
    command = [Path(sys.executable).parent / "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{done.stdout}{done.stderr.partition('Traceback')[0]}")
    with_own_scripts(folder / "site")
    return folder / "site" / "index.html"


def write(site: Site) -> dict[str, list[str]]:
    """Every page of the site; returns their places by the part of the site."""
    places: dict[str, list[str]] = {}
    for file in (*pages(), ROOT / "CHANGELOG.md"):
        place = page_of(file)
        assert place is not None, file
        if not file.is_relative_to(ROOT / "examples"):
            site.write(place, site.linked(file.read_text("utf-8"), file, place))
            places.setdefault(part_of(place), []).append(str(place))
    places["Patterns"] += patterns.write(site)
    for file in sorted(site.sources):
        to = site.link(str(file), file, PurePosixPath("x"))
        if file.suffix in AS_THEY_ARE:
            site.write(PurePosixPath(to), file.read_text("utf-8"))
        else:
            site.write(PurePosixPath(to), source_page(file))
    return places


def part_of(place: PurePosixPath) -> str:
    """The part of the site that a page is in."""
    parts = {"patterns": "Patterns", "reference": "Reference", "decisions": "Decisions"}
    if place.parent.name in parts:
        return parts[place.parent.name]
    if place.name == "index.md":
        return "Quick start"
    if place.parent.name == "runbooks":
        return "Runbooks"
    if place.name in ("CONTRIBUTING.md", "CHANGELOG.md"):
        return "Project"
    for part, names in (("Guide", GUIDE), ("Reference", REFERENCE), ("Systems", SYSTEMS)):
        if place.stem in names:
            return part
    return "Operations"


PARTS = (
    *("Quick start", "Guide", "Patterns", "Reference", "Operations", "Runbooks"),
    *("Decisions", "Systems", "Project"),
)


def nav(places: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The parts of the site in their order; the index of a part is its first page."""
    return [
        {part: sorted(places[part], key=lambda place: (not place.endswith("index.md"), place))}
        for part in PARTS
        if part in places
    ]


def toml(found: list[dict[str, Any]]) -> str:
    """A list of tables of one key as TOML has it in a line."""
    tables = [f"{json.dumps(k)} = {json.dumps(v)}" for each in found for k, v in each.items()]
    return "[" + ", ".join(f"{{{each}}}" for each in tables) + "]"


def with_own_scripts(site: Path) -> None:
    """Have every page load the site's own copy of what it would load from elsewhere; and name
    the links of lines of code, by which the keyboard scrolls them.
    """
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = page.read_text("utf-8").replace(SHIM_URL, f"{up}{SHIM}")
        page.write_text(LINE_LINK.sub(r'\g<0> aria-label="line \2"', text), "utf-8")


def loaded_from_elsewhere(site: Path) -> list[str]:
    """What the pages load from other hosts: scripts, styles, pictures, frames."""
    found = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="?(https?:[^"\s>]+)""")
    return sorted(
        f"{page.relative_to(site)}: {url}"
        for page in site.rglob("*.html")
        for url in found.findall(page.read_text("utf-8"))
    )
