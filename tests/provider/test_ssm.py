"""Parameters."""

from __future__ import annotations

import pytest

from local.provider.resource_types.ssm import one_value


@pytest.mark.parametrize("props", [{"value": "a"}, {"insecureValue": "a"}])
def test_one_value_is_enough(props):
    assert list(one_value(props)) == []


@pytest.mark.parametrize("props", [{}, {"value": "a", "insecureValue": "a"}], ids=["none", "two"])
def test_none_and_two_are_refused(props):
    [wrong] = one_value(props)
    assert "exactly one" in wrong
