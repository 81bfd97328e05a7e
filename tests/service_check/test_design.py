"""Designs that ``platform check`` objects to, each beside one that it does not."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from contracts.commands import PaymentRequested, RefundRequested
from contracts.orders import OrderPlaced
from microservice.card import Card
from program.cards import CARDS, card_of
from settings import SERVICES
from tests.service_check.design_cards import of_cards
from tests.service_check.design_source import LAYER_BYTES, bundled, of_module, of_source, too_large

CARD = card_of("catalog")
ONE_TABLE = replace(CARD, owns=("items",), publishes=(), outbox=(), subscribes={}, calls=())


def other(name: str, **changes) -> Card:
    return replace(CARD, name=name, context=name, **changes)


def said(card: Card, *others: Card) -> list[str]:
    return [each.what for each in of_cards(card, [card, *others])]


@pytest.mark.parametrize("service", SERVICES)
def test_the_services_are_designed_as_they_should_be(service):
    assert [*of_cards(card_of(service), CARDS), *of_source(service)] == []


def test_a_context_belongs_to_one_service():
    assert said(CARD, other("items")) == []
    shared = replace(CARD, name="items")
    assert said(CARD, shared) == [f"it shares the context {CARD.context} with items"]


def test_a_table_that_one_service_calls_is_a_part_of_that_one():
    caller, another = other("orders", calls=("catalog",)), other("users", calls=("catalog",))
    assert said(ONE_TABLE, caller) == ["it is one table, and only orders calls it"]
    assert said(ONE_TABLE, caller, another) == []
    assert said(ONE_TABLE) == []
    assert said(replace(ONE_TABLE, publishes=(OrderPlaced,)), caller) == []
    assert said(replace(ONE_TABLE, owns=("items", "prices")), caller) == []


def test_a_service_waits_for_two_others_at_most():
    assert said(replace(CARD, calls=("a", "b"))) == []
    assert said(replace(CARD, calls=("a", "b", "c"))) == [
        "it calls and waits for 3 services: a, b, c"
    ]
    assert said(replace(CARD, calls=("a", "b", "c"), fields=("Query.page",))) == []


def test_what_a_command_asks_for_can_be_undone():
    asks = replace(CARD, publishes=(PaymentRequested, OrderPlaced), compensations={})
    assert said(asks) == ["nothing undoes what PaymentRequested asks another service for"]
    undone = {PaymentRequested: RefundRequested}
    assert said(replace(asks, compensations=undone)) == []
    both = replace(asks, publishes=(PaymentRequested, RefundRequested), compensations=undone)
    assert said(both) == []


def test_ten_business_functions_are_no_five_services():
    services = [other(name, routes=("GET /a", "POST /a"), subscribes={}) for name in "bcde"]
    first = other("a", routes=("GET /a", "POST /a"), subscribes={})
    assert said(first, *services) == ["5 services have 10 business functions together"]
    assert said(services[0], first, *services[1:]) == []
    assert said(replace(first, routes=("GET /a", "POST /a", "PUT /a")), *services) == []
    assert said(first, *services[1:]) == []


BRANCHES = "\n".join(f"    if event['operation'] == '{name}': pass" for name in "abcd")
MATCH = "\n".join(f"        case '{name}': pass" for name in "abcd")
WRONG = {
    "waits in a loop": "import time\nwhile True:\n    if ready(): break\n    time.sleep(1)",
    "invokes a function": "client.invoke(FunctionName='other')",
    "does one of 4 things by event['operation']": f"def handle(event, context):\n{BRANCHES}",
    "does one of 4 things by event['type']": (
        f"def handle(event, context):\n    match event['type']:\n{MATCH}"
    ),
}
RIGHT = {
    "one wait": "import time\ntime.sleep(1)",
    "a loop": "for each in event['Records']: take(each)",
    "another client": "boto3.client('sqs')",
    "invoking something else": "agent.invoke(agentId='x')",
    "three branches": "def handle(event, context):\n" + BRANCHES.rpartition("\n")[0],
    "four branches elsewhere": f"def price(event):\n{BRANCHES}",
}


@pytest.mark.parametrize("what", WRONG)
def test_a_handler_of_wrong_design_is_named(what):
    assert [found for found, _ in of_module(ast.parse(WRONG[what]))] == [what]


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_a_handler_of_right_design_is_not(source):
    assert list(of_module(ast.parse(source))) == []


@pytest.mark.parametrize(
    "source",
    [
        "boto3.client('lambda')",
        "os.environ['AWS_LAMBDA_FUNCTION_NAME']",
        "client.invoke_async(FunctionName='other')",
        "def again():\n    client.invoke(FunctionName=context.function_name)",
    ],
)
def test_an_invocation_is_found_however_it_is_written(source):
    assert [found for found, _ in of_module(ast.parse(source))] == ["invokes a function"]


def test_the_sdk_of_the_runtime_is_not_packed():
    assert bundled("boto3==1.40.0\npillow==12.0.0\n") == ["boto3"]
    assert bundled("pillow==12.0.0\nboto3-stubs==1\n") == []


def test_a_package_above_the_budget_is_named():
    assert list(too_large("the layer", LAYER_BYTES, LAYER_BYTES)) == []
    (found,) = too_large("the layer", LAYER_BYTES + 1_000_000, LAYER_BYTES)
    assert found.what == "the layer has 51.0 MB, more than 50"


def test_the_layers_of_a_service_are_measured(monkeypatch):
    monkeypatch.setattr("tests.service_check.design_source.LAYER_BYTES", 1_000_000)
    monkeypatch.setattr("tests.service_check.design_source.CODE_BYTES", 1000)
    said = [each.what for each in of_source("media")]
    assert [what.partition(" has ")[0] for what in said] == ["the layer of pillow.lock", "its code"]
