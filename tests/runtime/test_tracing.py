"""Tests of tracing."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from runtime import tracing


@pytest.fixture
def tracer(monkeypatch):
    """Stands in for X-Ray; ``seen`` holds what it received."""
    seen = []

    @contextmanager
    def in_subsegment(name):
        seen.append(name)
        yield

    stand_in = SimpleNamespace(
        provider=SimpleNamespace(in_subsegment=in_subsegment),
        put_annotation=lambda name, value: seen.append((name, value)),
        seen=seen,
    )
    monkeypatch.setattr(tracing, "_tracer", lambda: stand_in)
    return stand_in


def test_a_sampled_invocation_is_traced(tracer, monkeypatch):
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-2-3;Parent=4;Sampled=1")
    with tracing.subsegment("place"):
        tracing.annotate(outcome="placed")
    assert tracer.seen == ["## place", ("outcome", "placed")]


@pytest.mark.parametrize("header", ["", "Root=1-2-3;Parent=4;Sampled=0"])
def test_any_other_is_not(tracer, monkeypatch, header):
    monkeypatch.setenv("_X_AMZN_TRACE_ID", header)
    with tracing.subsegment("place"):
        tracing.annotate(outcome="placed")
    assert tracer.seen == []


def test_tracing_can_be_switched_off(tracer, monkeypatch):
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-2-3;Parent=4;Sampled=1")
    monkeypatch.setattr(tracing, "DISABLED", True)
    assert not tracing.is_sampled()


def test_the_tracer_follows_calls_to_aws_and_patches_nothing_else(monkeypatch):
    made = []

    class Tracer:
        def __init__(self, **options):
            made.append(options)

        def patch(self, modules):
            made.append(modules)

    monkeypatch.setattr("aws_lambda_powertools.Tracer", Tracer)
    tracing._tracer.cache_clear()
    tracing._tracer()
    tracing._tracer.cache_clear()
    assert made == [{"auto_patch": False}, ("botocore",)]
