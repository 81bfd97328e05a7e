"""Tests of reading the environment."""

from __future__ import annotations

import pytest

from runtime.environment import environment


def test_a_variable_is_read_by_name(monkeypatch):
    monkeypatch.setenv("ORDERS_TABLE", "orders-1")
    assert environment("ORDERS_TABLE") == "orders-1"


def test_a_variable_that_is_not_set_is_named_with_its_function(monkeypatch):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "orders-list-orders")
    monkeypatch.delenv("ORDERS_TABLE")
    with pytest.raises(RuntimeError, match=r"orders-list-orders needs .* ORDERS_TABLE"):
        environment("ORDERS_TABLE")


def test_a_variable_may_have_a_default(monkeypatch):
    monkeypatch.setenv("LIMIT", "")
    assert environment("LIMIT", "5") == "5"
