"""One set of bodies for every route that takes one: the request model and the contract agree; and
no route takes a body that neither has judged.
"""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module

import jsonschema
import pytest

from contracts.codec import encode
from contracts.schema import request_model
from runtime.api.request import parse_request
from runtime.http_errors import BadRequest
from settings import OPTIONAL_SERVICES, SERVICES
from tests.docs.examples import EXAMPLES
from tests.docs.routes import every_route
from tests.fakes.invocations import CONTEXT, http_event, rest_event
from tests.services.request_bodies import bodies
from tests.source import modules, tree

# The routes that take a body, as service and route.
WITH_BODY = [
    f"{service} {key}"
    for service, examples in EXAMPLES.items()
    for key, example in examples.items()
    if example.body is not None
]
# These start something, and read nothing of a body.
WITHOUT_BODY = {"search POST /rebuilds", "shipping POST /parcels/{parcelId}/delivery"}
# A value for every parameter of a path.
ID = "6d0cf3ee-3f9e-5b0a-9a43-1f0f5e7c2b11"


def of(route):
    """The bodies of a route by their names."""
    return bodies(route.body, encode(EXAMPLES[route.service][route.key].body))


def pattern(validator, form, text, schema):
    """As in JavaScript and in Java: ``$`` is the end of the text, not a line break before it."""
    if isinstance(text, str) and not re.search(re.sub(r"\$$", r"\\Z", form), text):
        yield jsonschema.ValidationError(f"{text!r} does not match {form}")


Model = jsonschema.validators.extend(jsonschema.Draft4Validator, {"pattern": pattern})


def gateway_takes(model, text):
    try:
        return Model(model).is_valid(json.loads(text))
    except (ValueError, RecursionError):
        return False


def handler_takes(contract, text, event):
    try:
        parse_request(event(body=text)).body(contract)
    except BadRequest:
        return False
    return True


def test_every_route_that_reads_a_body_of_a_rest_api_has_the_model_of_its_contract():
    routes = [route for route in every_route().values() if route.body and route.is_rest]
    assert routes
    for route in routes:
        assert json.loads(route.model or "null") == request_model(route.body), route.key


def test_every_route_that_takes_a_body_is_judged():
    assert {name for name, route in every_route().items() if route.body} == {*WITH_BODY}


@pytest.mark.parametrize("name", WITH_BODY)
def test_gateway_and_handler_judge_every_body_alike(name):
    route = every_route()[name]
    found, model = of(route), request_model(route.body)
    event = rest_event if route.is_rest else http_event
    judged = {
        kind: (gateway_takes(model, text), handler_takes(route.body, text, event))
        for kind, text in found.items()
    }
    assert {kind: each for kind, each in judged.items() if each[0] != each[1]} == {}
    taken = [kind for kind, each in judged.items() if each == (True, True)]
    print(f"{route.key}: {len(judged)} bodies, {len(taken)} taken by both")
    assert "right" in taken
    assert len(judged) >= 60
    assert len(judged) - len(taken) >= 40


def test_a_route_that_may_have_a_body_has_a_contract_for_it_or_reads_none():
    may = [route for route in every_route().values() if route.method in ("POST", "PUT", "PATCH")]
    assert {each.service for each in may} >= {"orders", "media", "payments", "suppliers"}
    without = {f"{route.service} {route.key}" for route in may if route.body is None}
    assert without == WITHOUT_BODY


def test_handlers_read_bodies_by_their_contracts_alone():
    readers = ("request.text", "event['body']", "event.get('body')")
    found = {
        file: sorted({ast.unparse(node) for node in ast.walk(tree(file))} & {*readers})
        for service in (*SERVICES, *OPTIONAL_SERVICES)
        for file in modules(f"services/{service}/app")
    }
    assert {file: read for file, read in found.items() if read} == {}


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_function_judges_a_body_before_it_calls_anything(name, monkeypatch):
    """As an HTTP API, which has no models, hands it on."""
    route = every_route()[name]
    monkeypatch.setattr("runtime.clients.aws._client", lambda *called: 1 / 0)
    event = (rest_event if route.is_rest else http_event)(
        user="ann",
        groups=["agents"],
        path={
            part: "ann" if part == "userId" else ID for part in re.findall(r"{(\w+)}", route.path)
        },
        headers=dict.fromkeys(route.headers, "key-1"),
        body={"unknown": 1},
    )
    module = import_module(route.handler.removesuffix(".py").replace("/", "."))
    response = module.handle(event, CONTEXT)
    assert response["statusCode"] == 400
    assert "unknown" in {each["path"] for each in json.loads(response["body"])["details"]}
