"""Tests that times are written alike by every function."""

from __future__ import annotations

import ast
import re

import pytest

from contracts.envelope import now
from tests.source import modules, tree


def test_now_is_in_utc_to_the_millisecond():
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{3}Z", now())


@pytest.mark.parametrize("module", modules("contracts", "runtime", "services"))
def test_no_year_is_written_by_a_format_that_omits_its_zeros(module):
    """The C library of Linux writes the year 999 as ``999`` for ``%Y``."""
    texts = [node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Constant)]
    assert not [text for text in texts if isinstance(text, str) and "%Y" in text]
