"""Contracts of the search service: what a query says."""

from __future__ import annotations

from typing import Annotated

from contracts.field_types import PLAIN
from contracts.limits import MaxLen, MinLen

QueryText = Annotated[str, MinLen(1), MaxLen(200), PLAIN]
"""The words to look for: all must be in an item's name or id, the last by its beginning."""
