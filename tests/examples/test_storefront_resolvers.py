"""The JavaScript of the storefront by itself: what its functions get, and what they answer."""

from __future__ import annotations

from settings import ROOT
from tests.examples.resolver_code import answers

ASK = ROOT / "services" / "storefront" / "resolvers" / "ask.js"
CONTEXT = {
    "info": {"parentTypeName": "OrderLine", "fieldName": "product", "variables": {"a": 1}},
    "args": {"id": "1"},
    "source": {"itemId": "disc"},
    "identity": {"sub": "ann", "claims": {"sub": "ann"}, "sourceIp": ["192.0.2.1"]},
    "request": {
        "headers": {"authorization": "token", "x-correlation-id": "id-1", "cookie": "secret"}
    },
}


def test_a_function_gets_the_field_its_caller_and_two_headers():
    [asks] = answers(ASK, ("request", CONTEXT))
    assert asks["value"] == {
        "operation": "Invoke",
        "payload": {
            "info": {"parentTypeName": "OrderLine", "fieldName": "product"},
            "arguments": {"id": "1"},
            "source": {"itemId": "disc"},
            "identity": {"claims": {"sub": "ann"}},
            "request": {"headers": {"authorization": "token", "x-correlation-id": "id-1"}},
        },
    }


def test_data_is_the_fields_value_which_may_be_null():
    found, none = answers(
        ASK,
        ("response", {"result": {"data": {"id": "disc"}}}),
        ("response", {"result": {"data": None}}),
    )
    assert (found["value"], none["value"]) == ({"id": "disc"}, None)


def test_an_error_of_the_function_is_the_fields_error():
    error = {"type": "NotFound", "message": "there is no item 1", "details": []}
    [gives] = answers(ASK, ("response", {"result": {"error": error}}))
    assert gives["error"] == {"message": "there is no item 1", "type": "NotFound"}


def test_a_function_that_crashed_is_not_quoted():
    crashed = {"message": "services.storefront: timed out", "type": "Lambda:Unhandled"}
    [gives] = answers(ASK, ("response", {"result": None, "error": crashed}))
    assert gives["error"] == {
        "message": "not available now, try again later",
        "type": "ServiceUnavailable",
    }
