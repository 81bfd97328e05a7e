"""Writes package/schema.json as the engine reads it: ``python -m tests.package.write``."""

from __future__ import annotations

import json

from settings import ROOT
from tests.package.engine import get_schema

if __name__ == "__main__":
    text = json.dumps(get_schema(), indent=2, sort_keys=True)
    (ROOT / "package" / "schema.json").write_text(f"{text}\n", encoding="utf-8")
