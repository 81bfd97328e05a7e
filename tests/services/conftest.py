"""A fresh AWS in memory for the tests of handlers."""

from __future__ import annotations

import tests.fakes.environment  # noqa: F401
from tests.fakes.fixtures import aws, log  # noqa: F401
