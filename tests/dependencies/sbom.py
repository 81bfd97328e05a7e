"""SBOM: the bill of materials in CycloneDX, https://cyclonedx.org/docs/1.6/json/."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from settings import PROJECT
from tests.dependencies.pins import Pin


def bill(pins: Iterable[Pin]) -> dict[str, Any]:
    """Every package once, by its package URL, with the files that pin it."""
    files: dict[tuple[str, str], list[str]] = {}
    for pin in pins:
        files.setdefault((pin.name, pin.version), []).append(pin.file)
    components = [_component(name, version, of) for (name, version), of in sorted(files.items())]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PROJECT, "bom-ref": PROJECT}},
        "components": components,
    }


def _component(name: str, version: str, files: Iterable[str]) -> dict[str, Any]:
    url = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": url,
        "name": name,
        "version": version,
        "purl": url,
        "properties": [{"name": "pinned-in", "value": file} for file in sorted(files)],
    }
