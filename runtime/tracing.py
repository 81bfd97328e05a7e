"""Tracing: X-Ray for the invocations that are sampled; the others do not even import it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from runtime.environment import environment

DISABLED = environment("POWERTOOLS_TRACE_DISABLED", "false").lower() in ("1", "true")


def is_sampled() -> bool:
    """Lambda says so anew for each invocation, so this variable is not read at import."""
    return not DISABLED and "Sampled=1" in os.environ.get("_X_AMZN_TRACE_ID", "")


@contextmanager
def subsegment(name: str) -> Iterator[None]:
    """A part of the invocation with a place of its own in the trace, and AWS calls below it."""
    if not is_sampled():
        yield
        return
    with _tracer().provider.in_subsegment(f"## {name}"):
        yield


def annotate(**values: str | int | bool) -> None:
    """Make traces findable by these values; call it within ``subsegment``."""
    if is_sampled():
        for name, value in values.items():
            _tracer().put_annotation(name, value)


@cache
def _tracer() -> Any:
    from aws_lambda_powertools import Tracer

    tracer = Tracer(auto_patch=False)
    tracer.patch(modules=("botocore",))
    return tracer
