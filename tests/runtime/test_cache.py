"""Tests of what an execution environment keeps between invocations."""

from __future__ import annotations

import ast

import pytest

from runtime.cache import Cache
from tests.source import modules, tree

# What makes a value that grows.
GROWING = {"dict", "list", "set", "defaultdict", "Counter", "deque", "OrderedDict"}


def test_a_cache_holds_the_last_values_that_were_put():
    cache = Cache[int](size=2)
    for key in ("a", "b", "a", "c"):
        cache.put(key, ord(key))
    assert [cache.get(key) for key in "abc"] == [97, None, 99]


def test_a_value_is_held_for_its_time():
    now = [0.0]
    cache = Cache[int](size=1, seconds=60, clock=lambda: now[0])
    cache.put("a", 1)
    now[0] = 59.9
    assert cache.get("a") == 1
    now[0] = 60.0
    assert cache.get("a") is None


def test_a_cleared_cache_holds_nothing():
    cache = Cache[int](size=1)
    cache.put("a", 1)
    cache.cache_clear()
    assert cache.get("a") is None


def test_a_cache_of_nothing_is_refused():
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        Cache[int](size=0)


@pytest.mark.parametrize("module", [m for m in modules("services") if "/app/" in m])
def test_no_module_of_a_function_keeps_what_grows(module):
    for statement in tree(module).body:
        names = [ast.unparse(target) for target in getattr(statement, "targets", ())]
        names += [ast.unparse(statement.target)] if isinstance(statement, ast.AnnAssign) else []
        value = getattr(statement, "value", None)
        grows = isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp) or (
            isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] in GROWING
        )
        assert not grows or all(name.isupper() for name in names), f"{module}: {names}"
