"""Builds the documentation site: ``python -m tests.docs.site [FOLDER]``, or ``make docs``.

Every link is checked, and nothing is loaded from elsewhere: the scripts for diagrams and for the
search of files are those of packages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from settings import ROOT
from tests.docs.site.build import build

if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".local" / "site")))
