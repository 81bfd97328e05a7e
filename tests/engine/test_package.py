"""The component package as the real engine serves it."""

from __future__ import annotations

import json

from settings import ROOT
from tests.package.engine import get_schema


def test_the_schema_that_is_checked_in_is_what_the_engine_reads() -> None:
    checked_in = (ROOT / "package" / "schema.json").read_text("utf-8")
    assert json.loads(checked_in) == get_schema(), "python -m tests.package.write"
