from __future__ import annotations

from dataclasses import make_dataclass

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from cli.api.documents import FOLDER, operations
from tests.docs.examples import EXAMPLES
from tests.docs.openapi.answers import Page, Schemas, like
from tests.docs.openapi.document import PAGE, cards, document, is_current, page_text

SERVICES = [name for name, examples in EXAMPLES.items() if examples]


def contents(service, key):
    """The JSON contents of one operation: of the body, and of each response of its own."""
    operation = operations(document(service))[key]
    if "requestBody" in operation:
        yield operation["requestBody"]["content"]["application/json"]
    for response in operation["responses"].values():
        if "content" in response:
            yield response["content"]["application/json"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_that_is_checked_in_is_current(service):
    assert is_current(service), "run python -m tests.docs.write"


def test_the_page_of_all_documents_is_current():
    current = PAGE.read_text(encoding="utf-8") == page_text()
    assert current, "run python -m tests.docs.write"


def test_there_is_a_document_for_every_service_with_routes_and_no_other():
    assert sorted(file.stem for file in FOLDER.glob("*.json")) == sorted(SERVICES)
    assert sorted(card.name for card in cards()) == sorted(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_is_valid_and_has_every_route_of_the_card(service):
    validate(document(service))
    [card] = [card for card in cards() if card.name == service]
    assert sorted(operations(document(service))) == sorted(card.routes)


@pytest.mark.parametrize("service", SERVICES)
def test_examples_have_the_schemas_beside_them(service):
    for key in operations(document(service)):
        for content in contents(service, key):
            validator = Draft202012Validator(
                {**content["schema"], "components": document(service)["components"]}
            )
            assert list(validator.iter_errors(content["example"])) == [], key


def test_a_service_that_stages_choose_says_so():
    assert "description" not in document("orders")["info"]
    assert document("suppliers")["info"]["description"].startswith("Only stages")


def test_who_may_call_is_a_security_requirement():
    found = operations(document("catalog"))
    assert found["GET /items"]["security"] == []
    assert found["PUT /items/{itemId}"]["security"] == [{"token": ["agents"]}]
    assert operations(document("orders"))["GET /orders"]["security"] == [{"token": []}]


def test_parameters_have_their_limits():
    [key] = operations(document("orders"))["POST /orders"]["parameters"]
    assert (key["name"], key["required"], key["schema"]["maxLength"]) == (
        "Idempotency-Key",
        True,
        128,
    )
    [items] = operations(document("catalog"))["GET /prices"]["parameters"]
    assert (items["explode"], items["schema"]["maxItems"]) == (False, 100)
    listed = operations(document("orders"))["GET /orders"]["parameters"]
    assert {each["name"]: each["schema"].get("maximum") for each in listed} == {
        "userId": None,
        "nextToken": None,
        "limit": 200,
    }
    [day] = operations(document("reports"))["GET /reports/{day}"]["parameters"]
    assert day["schema"]["format"] == "date"


def test_an_error_has_the_shape_of_the_middleware():
    error = document("orders")["components"]["schemas"]["Error"]
    assert {"error", "message", "details"} <= set(error["required"])
    assert error["additionalProperties"] is False
    conflict = operations(document("payments"))["POST /payments/{orderId}/transfer"]["responses"]
    assert conflict["409"]["content"]["application/json"]["example"]["error"] == "Conflict"


def test_an_answer_without_a_field_or_with_one_more_breaks_its_schema():
    schema = {
        "$ref": "#/components/schemas/Order",
        "components": document("orders")["components"],
    }
    order = EXAMPLES["orders"]["GET /orders/{orderId}"].response
    is_valid = Draft202012Validator(schema).is_valid
    assert is_valid(order)
    assert is_valid({**order, "reason": "no stock"})
    assert not is_valid({**order, "fingerprint": "x"})
    assert not is_valid({name: order[name] for name in order if name != "units"})


def test_a_name_that_two_schemas_of_a_document_have_is_an_error():
    schemas = Schemas()
    schemas.of(Page("items", type_of("Shown", "first")))
    with pytest.raises(ValueError, match="two schemas of one document are called Shown"):
        schemas.of(type_of("Shown", "second"))


def type_of(name, field):
    return make_dataclass(name, [(field, str)])


def test_a_response_without_a_type_has_the_fields_of_its_example():
    assert like({"a": [1], "b": None, "c": True})["properties"] == {
        "a": {"type": "array", "items": {"type": "integer"}},
        "b": {},
        "c": {"type": "boolean"},
    }
