"""Tests of tables, attributes and clients."""

from __future__ import annotations

from decimal import Decimal

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from runtime.clients import aws
from runtime.dynamodb.attributes import deserialize, deserialize_item, serialize, serialize_item
from runtime.dynamodb.table import Table, UnprocessedKeys
from runtime.dynamodb.transactions import transact_write

PLAIN = st.recursive(
    st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(PLAIN)
def test_values_are_read_as_they_were_written(value):
    assert deserialize(serialize(value)) == value


def test_none_is_left_out():
    assert serialize_item({"a": None, "b": 1}) == {"b": {"N": "1"}}


def test_a_number_with_a_fraction_stays_exact():
    assert deserialize_item({"n": {"N": "0.1"}}) == {"n": Decimal("0.1")}


def test_a_set_of_text_is_a_set():
    assert serialize({"b", "a"}) == {"SS": ["a", "b"]}
    assert deserialize({"SS": ["a", "b"]}) == {"a", "b"}


def test_a_set_of_numbers_is_a_set_of_numbers():
    numbers = {2, 10, Decimal("0.5")}
    assert serialize(numbers) == {"NS": ["0.5", "2", "10"]}
    assert deserialize(serialize(numbers)) == numbers


@pytest.mark.parametrize("value", [set(), frozenset()])
def test_an_empty_set_is_refused(value):
    with pytest.raises(ValueError, match="a set in a table must have at least 1 entry"):
        serialize_item({"a": value})


@pytest.mark.parametrize("value", [{1, "a"}, {True, 2}, {1.5}, {b"bytes"}])
def test_a_set_of_anything_else_is_refused(value):
    with pytest.raises(TypeError, match="a set in a table holds texts only or numbers only, got"):
        serialize(value)


@pytest.mark.parametrize("number", [10**38 - 1, -(10**38) + 1, 10**50, Decimal("1E-100")])
def test_a_number_of_38_digits_is_stored_exactly(number):
    assert deserialize(serialize(number)) == number


@pytest.mark.parametrize("number", [10**38 + 1, Decimal("0." + "1" * 39), Decimal("NaN")])
def test_a_number_that_a_table_would_reject_is_refused(number):
    for value in (number, {number}):
        with pytest.raises(ValueError, match="a number must be finite, of at most 38 digits, got"):
            serialize(value)


@pytest.mark.parametrize("value", [1.5, b"bytes", object()])
def test_what_a_table_does_not_hold_is_refused(value):
    with pytest.raises(TypeError, match="a table holds no"):
        serialize(value)


def test_keys_that_are_never_processed_are_an_error(aws, monkeypatch):
    table = Table("items")
    monkeypatch.setattr(
        aws.dynamodb,
        "batch_get_item",
        lambda **call: {"Responses": {}, "UnprocessedKeys": call["RequestItems"]},
    )
    with pytest.raises(UnprocessedKeys, match="items: 1 keys were not processed"):
        list(table.get_many([{"itemId": "a"}]))


def test_more_keys_than_a_batch_takes_are_several_batches(aws):
    assert list(Table("items").get_many([{"itemId": str(n)} for n in range(250)])) == []
    assert aws.dynamodb.calls == ["BatchGetItem"] * 3


def test_another_error_is_not_taken_for_a_failed_condition(aws):
    items = Table("items")
    with pytest.raises(ClientError, match="ValidationException"):
        items.put({"itemId": "a"}, when="attribute_not_exists(itemId)")
    same = ("Put", items.put_request({"itemId": "a"}))
    with pytest.raises(ClientError, match="ValidationException"):
        transact_write([same, same])


def test_a_client_is_made_once():
    aws._client.cache_clear()
    assert aws.client("dynamodb") is aws.client("dynamodb")
    aws._client.cache_clear()


def test_a_client_keeps_connections_open_and_has_timeouts():
    aws._client.cache_clear()
    config = aws.client("dynamodb").meta.config
    aws._client.cache_clear()
    assert config.tcp_keepalive
    assert (config.connect_timeout, config.read_timeout) == (2, 5)
    assert config.retries["total_max_attempts"] == 3


def test_an_update_returns_the_new_item(aws):
    items = Table("items")
    items.put({"itemId": "a", "sold": 1})
    changed = items.update({"itemId": "a"}, "ADD #sold :more", {"more": 2})
    assert changed == items.get({"itemId": "a"}) == {"itemId": "a", "sold": 3}


def test_the_code_of_an_error_is_its_own():
    error = ClientError({"Error": {"Code": "Throttled"}}, "PutItem")
    assert aws.error_code(error) == "Throttled"
    assert aws.error_code(ValueError()) == ""
