"""Each line of what not to build: found in a wrong example, and not in the right one."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from components.blueprints.pattern import Pattern
from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)
from contracts.commands import PaymentRequested, RefundRequested
from guide.avoid import LISTS
from guide.fits import FITS, Situation, judge
from microservice.card_check import warnings
from policies import RULES
from program.cards import card_of
from tests.policies.asking import alone
from tests.policies.fixtures import cases
from tests.service_check.design_cards import of_cards
from tests.service_check.design_source import CODE_BYTES, of_module, too_large

LINES = {each.name: each for entries in LISTS.values() for each in entries}
RULE = {rule.id: rule for rule in RULES}
ALLOWED, REFUSED = cases("ALLOWED"), cases("REFUSED")

CARD = card_of("catalog")
TABLE = replace(CARD, owns=("items",), publishes=(), outbox=(), subscribes={}, calls=())
ASKS = replace(CARD, publishes=(PaymentRequested,), outbox=(), subscribes={}, compensations={})
UNDONE = replace(ASKS, compensations={PaymentRequested: RefundRequested})


def named(name: str, *calls: str) -> Any:
    return replace(CARD, name=name, context=name, calls=calls)


def by_cards(cards: list[Any]) -> list[Any]:
    return [*of_cards(cards[0], cards)]


def by_source(source: str) -> list[Any]:
    return [*of_module(ast.parse(source))]


def by_size(size: int) -> list[Any]:
    return [*too_large("its code", size, CODE_BYTES)]


CHAIN = [named("shop", "orders"), named("orders", "prices"), named("prices")]
WAITING = "import time\nwhile not ready():\n    time.sleep(1)"

# What finds a line, a wrong example, and the right one beside it.
CHECKED: dict[str, tuple[Callable[[Any], list[Any]], Any, Any]] = {
    "a service for each table": (
        by_cards,
        [TABLE, named("orders", "catalog")],
        [TABLE, named("orders", "catalog"), named("users", "catalog")],
    ),
    "a function that waits": (by_source, WAITING, "for each in event['Records']: take(each)"),
    "large packages": (by_size, CODE_BYTES + 1, CODE_BYTES),
    "a distributed monolith": (warnings, CHAIN, CHAIN[1:]),
    "services that are too small": (
        by_cards,
        [CARD, replace(CARD, name="items")],
        [CARD, named("items")],
    ),
    "many synchronous calls": (by_cards, [named("a", *"bcd")], [named("a", *"bc")]),
    "no thought of compensation": (by_cards, [ASKS], [UNDONE]),
}

# What speaks against a blueprint, in a situation where it does and in one where it does not.
SITUATIONS: dict[tuple[str, str], tuple[Pattern, Situation, Situation]] = {
    (pattern.name, line): (pattern, wrong, right)
    for pattern, line, wrong, right in (
        (SIMPLE_REST, "work is really asynchronous", Situation(asynchronous=True), Situation()),
        (
            WEB_SOCKET,
            "very many connections",
            Situation(connections=1_000_000),
            Situation(connections=1000),
        ),
        (FAN_OUT, "order and control of the flow matter", Situation(ordered=True), Situation()),
        (WORKFLOW, "one simple step", Situation(steps=1), Situation(steps=4)),
        (
            WORKFLOW,
            "more than 2,000 executions a second",
            Situation(steps=4, executions_per_second=3000),
            Situation(steps=4, executions_per_second=2000),
        ),
        (
            MICROSERVICES,
            "a small application",
            Situation(team=5, business_functions=10),
            Situation(team=5, business_functions=11),
        ),
        (
            MICROSERVICES,
            "a team of less than 5",
            Situation(team=4, business_functions=11),
            Situation(team=5, business_functions=11),
        ),
    )
}


def test_there_are_24_lines_and_each_is_shown():
    without = {(fit.blueprint.name, fit.situation) for fit in FITS if fit.verdict != "fits"}
    assert set(SITUATIONS) == without
    assert set(CHECKED) <= set(LINES)
    assert {name for name, line in LINES.items() if not line.rules} <= set(CHECKED)
    assert len(LINES) + len(SITUATIONS) == 24


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_found_in_a_wrong_example_and_not_in_the_right_one(name):
    for rule in LINES[name].rules:
        assert all(alone(RULE[rule], stack) for stack in REFUSED[rule].values())
        assert not any(alone(RULE[rule], stack) for stack in ALLOWED[rule].values())
    if name in CHECKED:
        finds, wrong, right = CHECKED[name]
        assert finds(wrong)
        assert not finds(right)


@pytest.mark.parametrize("line", SITUATIONS, ids=" ".join)
def test_a_situation_speaks_against_its_blueprint_and_another_does_not(line):
    pattern, wrong, right = SITUATIONS[line]
    assert [(pattern.name, fit.situation) for fit in judge(pattern, wrong)] == [line]
    assert judge(pattern, right) == []
