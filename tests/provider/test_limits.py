"""Limits: the local provider refuses what pulumi-aws refuses."""

from __future__ import annotations

import re

import pytest

from local.provider.errors import ProviderError
from local.provider.limits import FIFO, LIMITS, OneOf, Range, beyond
from local.provider.provider import AwsProvider
from local.provider.registry import resource_type, resource_types
from local.provider.wire import UNKNOWN


def checked(token: str, **inputs):
    """The check of a resource; it names what is required and not given, too."""
    return AwsProvider().check(f"urn:pulumi:local::p::{token}::it", {}, inputs)


ALL = [(token, name, limit) for token, own in LIMITS.items() for name, limit in own.items()]


@pytest.mark.parametrize(("token", "name", "limit"), ALL, ids=lambda each: str(each))
def test_a_value_at_the_limits_is_taken_and_one_beyond_is_refused(token, name, limit):
    if isinstance(limit, Range):
        good, bad = (limit.low, limit.high), (limit.low - 1, limit.high + 1)
    else:
        assert isinstance(limit, OneOf)
        good, bad = (*limit.values, UNKNOWN), ("something else", 2)
    for value in good:
        assert list(beyond(token, {name: value})) == []
    for value in bad:
        with pytest.raises(ProviderError, match=rf"expected {name} to be .*, got {value}"):
            checked(token, **{name: value})


NAMED = sorted(token for token, kind in resource_types().items() if kind.naming)


@pytest.mark.parametrize("token", NAMED)
def test_a_name_over_the_limit_is_refused(token):
    naming = resource_type(token).naming
    long = "x" * (naming.limit + 1)
    with pytest.raises(ProviderError, match=rf"length of {naming.property} .* {naming.limit}\)"):
        checked(token, **{naming.property: long})


@pytest.mark.parametrize("token", FIFO)
def test_a_fifo_name_ends_so_and_no_other_does(token):
    switch, _ = FIFO[token]
    assert checked(token, **{"name": "a.fifo", switch: True})["name"] == "a.fifo"
    for name, fifo in (("a", True), ("a.fifo", False), ("a b", False)):
        with pytest.raises(ProviderError, match=re.escape(f"got {name}")):
            checked(token, **{"name": name, switch: fifo})


@pytest.mark.parametrize("token", FIFO)
def test_deduplication_by_content_needs_fifo(token):
    with pytest.raises(ProviderError, match="contentBasedDeduplication can only be set with"):
        checked(token, contentBasedDeduplication=True, **{FIFO[token][0]: False})
