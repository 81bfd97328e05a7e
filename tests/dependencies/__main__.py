"""Scans every pinned package and writes the bill of materials: ``python -m tests.dependencies``.

Ends with 1 if a package is known to be vulnerable.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from local.checkout import LOCAL
from tests.dependencies.advisories import IGNORED, ignored, scan
from tests.dependencies.pins import files, pins
from tests.dependencies.sbom import bill


def main(paths: Sequence[Path], sbom: Path, ignoring: Path = IGNORED) -> int:
    """Scan the pins of some files; returns 1 with a line for each finding, else 0."""
    found = pins(paths)
    sbom.parent.mkdir(exist_ok=True)
    sbom.write_text(json.dumps(bill(found), indent=2) + "\n", "utf-8")
    findings = scan(found, ignored(ignoring, datetime.now(UTC).date()))
    for each in findings:
        print(f"{each.pin.file}: {each.pin.name} {each.pin.version}, {each.id}: {each.text}")
    print(f"{len(found)} pins of {len(paths)} files, {len(findings)} vulnerable; {sbom.name}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(files(), LOCAL / "sbom.json"))
