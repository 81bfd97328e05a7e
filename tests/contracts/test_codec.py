"""Tests of the codec, and that it is as strict as pydantic, no more and no less."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.catalog import CatalogItem, ImportItems, Prices, PutItem
from contracts.codec import decode, encode
from contracts.contract import Contract, camel_case
from contracts.event import Metadata
from contracts.inventory import Delivery
from contracts.limits import Ge, Le, Matches, MaxLen, MinLen
from contracts.notifications import Notice
from contracts.orders import OrderLine, PlaceOrder
from contracts.violation import ContractViolation
from program.cards import EVENTS

BODIES = (PlaceOrder, Delivery, PutItem, ImportItems)
CONTRACTS = (*EVENTS, *BODIES, CatalogItem, Prices, Metadata, Notice)
SOME_ORDER = {"lines": [{"itemId": "disc", "quantity": 1}]}


def problems(contract: type[Contract], data: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(ContractViolation) as caught:
        decode(contract, data)
    return [(problem.path, problem.limit, problem.given) for problem in caught.value.problems]


def test_a_contract_is_decoded_as_it_was_encoded():
    order = PlaceOrder(lines=(OrderLine(item_id="disc", quantity=2),), ordered_on=date(1997, 1, 31))
    sent = encode(order)
    assert sent == {
        "lines": [{"itemId": "disc", "quantity": 2}],
        "paymentMethod": "card",
        "shipTo": "GB",
        "orderedOn": "1997-01-31",
    }
    assert decode(PlaceOrder, json.loads(json.dumps(sent))) == order


def test_a_missing_field_has_its_default():
    order = decode(PlaceOrder, SOME_ORDER)
    assert (order.payment_method, order.user_id, order.ordered_on) == ("card", None, None)


def test_every_problem_has_a_path_a_limit_and_the_given_value():
    data = {
        "lines": [{"itemId": "a b", "quantity": 0}, {"quantity": 1001, "size": "L"}, 7],
        "paymentMethod": "gold",
        "orderedOn": "31.1.1997",
        "userId": 5,
    }
    assert problems(PlaceOrder, data) == [
        ("lines[0].itemId", "of the form ^[A-Za-z0-9][A-Za-z0-9._-]*$", "'a b'"),
        ("lines[0].quantity", "at least 1", "0"),
        ("lines[1].itemId", "given", "nothing"),
        ("lines[1].quantity", "at most 1000", "1001"),
        ("lines[1].size", "one of itemId, quantity", "an unknown field"),
        ("lines[2]", "an object", "7"),
        ("paymentMethod", "one of card, card-declined, transfer", "'gold'"),
        ("userId", "text", "5"),
        ("orderedOn", "a date as YYYY-MM-DD", "'31.1.1997'"),
    ]


def test_a_problem_reads_as_a_sentence():
    with pytest.raises(ContractViolation, match="PutItem: priceCents must be at least 0, got -1"):
        decode(PutItem, {"name": "A disc", "priceCents": -1})


def test_a_problem_does_not_repeat_all_of_a_huge_value():
    [(_, _, given)] = problems(PutItem, {"name": ["x" * 1000], "priceCents": 1})
    assert len(given) < 100


@pytest.mark.parametrize("data", [None, [], "text", 1, True])
def test_only_an_object_is_a_contract(data):
    assert [problem[:2] for problem in problems(PutItem, data)] == [("", "an object")]


@pytest.mark.parametrize("price", [True, 1.0, "1", None, [1], float("nan")])
def test_nothing_is_taken_for_a_whole_number_but_one(price):
    assert problems(PutItem, {"name": "A", "priceCents": price})[0][1] == "a whole number"


def test_text_that_no_database_can_write_is_refused():
    assert problems(PutItem, {"name": "\ud800", "priceCents": 1})[0][1] == "text"


def is_accepted(contract: type[Contract], data: Any) -> bool:
    try:
        decode(contract, data)
    except ContractViolation:
        return False
    return True


def is_valid(contract: type[Contract], data: Any) -> bool:
    try:
        adapter(contract).validate_json(json.dumps(data))
    except ValidationError:
        return False
    return True


adapter = cache(TypeAdapter)

JUNK = st.sampled_from(
    [None, True, 0, -1, 1, 1.5, 10**20, "", "x", "x" * 200, "2026-02-30", [], {}, [1], {"a": 1}]
)
ONE_IN = 12


def samples(kind: Any) -> st.SearchStrategy[Any]:
    """Data for a contract: at its limits, just beyond them, and of other types."""
    return st.integers(1, ONE_IN).flatmap(lambda n: JUNK if n == 1 else near(kind))


@cache
def near(kind: Any) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return limited(arguments[0], arguments[1:])
    if origin is Union or isinstance(kind, type(int | None)):
        return st.none() | near(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if kind is date:
        return st.dates().map(date.isoformat)
    return objects(kind)


def limited(kind: Any, limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if kind is date:
        return st.dates().map(date.isoformat)
    least = next(
        (e.ge if isinstance(e, Ge) else e.min_length for e in limits if isinstance(e, Ge | MinLen)),
        0,
    )
    most = next(
        e.le if isinstance(e, Le) else e.max_length for e in limits if isinstance(e, Le | MaxLen)
    )
    if kind is int:
        return st.sampled_from([least - 1, least, least + 1, most, most + 1])
    if kind is str:
        form = next((e.pattern for e in limits if isinstance(e, Matches)), None)
        plain = st.text(min_size=max(0, least - 1), max_size=min(most, 40))
        long = st.sampled_from(["a" * most, "a" * (most + 1), "é" * most])
        return plain | long | (st.from_regex(form, fullmatch=True) if form else plain)
    if get_origin(kind) is dict:
        return st.dictionaries(st.text(max_size=5), samples(get_args(kind)[1]), max_size=3)
    entries = samples(get_args(kind)[0])
    return st.lists(entries, max_size=3) | entries.map(lambda entry: [entry] * (most + 1))


def objects(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    given = {camel_case(field.name): samples(hints[field.name]) for field in fields(kind)}
    whole = st.fixed_dictionaries(given)
    spoilt = st.fixed_dictionaries({}, optional={**given, "unknownField": st.just(1)})
    return st.one_of(whole, whole, whole, spoilt)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_the_codec_and_pydantic_accept_and_refuse_the_same(contract):
    verdicts = set()

    @settings(max_examples=60, deadline=None, database=None)
    @given(data=samples(contract))
    def compare(data):
        verdict = is_accepted(contract, data)
        verdicts.add(verdict)
        assert verdict == is_valid(contract, data), data

    compare()
    assert False in verdicts


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_every_number_and_text_of_a_contract_has_limits(contract):
    hints = get_type_hints(contract, include_extras=True)
    for name in (field.name for field in fields(contract)):
        kind = hints[name]
        kinds = {kind, *get_args(kind)}
        assert not kinds & {int, str, float} or get_origin(kind) in (Annotated, Literal), name
