"""Tracing: X-Ray subsegments and annotations; the SDK is imported in sampled invocations only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

from runtime.environment import environment
from runtime.redaction import redact_error

DISABLED = environment("POWERTOOLS_TRACE_DISABLED", "false").lower() in ("1", "true")


def is_sampled() -> bool:
    """Whether X-Ray samples this invocation; Lambda sets the variable anew for each."""
    return not DISABLED and "Sampled=1" in os.environ.get("_X_AMZN_TRACE_ID", "")


@contextmanager
def subsegment(name: str) -> Iterator[None]:
    """Run a block as a subsegment of the trace; AWS calls in it appear below it.

    An exception leaves the block without secrets in its text, which X-Ray, the log of Lambda and
    the history of a workflow keep.
    """
    around = _tracer().provider.in_subsegment(f"## {name}") if is_sampled() else nullcontext()
    with around:
        try:
            yield
        except Exception as error:
            redact_error(error)
            raise


def annotate(**values: str | int | bool) -> None:
    """Add annotations, by which traces can be searched; call it within ``subsegment``."""
    if is_sampled():
        for name, value in values.items():
            _tracer().put_annotation(name, value)


@cache
def _tracer() -> Any:
    from aws_lambda_powertools import Tracer

    tracer = Tracer(auto_patch=False)
    tracer.patch(modules=("botocore",))
    return tracer
