"""One set of bodies for every route that takes one: the request model and the contract agree."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from contracts.codec import encode
from contracts.schema import request_model
from runtime.api.request import parse_request
from runtime.http_errors import BadRequest
from settings import SERVICES
from tests.docs.examples import EXAMPLES
from tests.docs.routes import routes_of
from tests.fakes.invocations import http_event, rest_event
from tests.services.request_bodies import bodies
from tests.stage import deployed

ROUTES = [
    route for service in SERVICES for route in routes_of(service, deployed("dev")) if route.body
]


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
    assert any(route.is_rest for route in ROUTES)
    for route in ROUTES:
        if route.is_rest:
            assert json.loads(route.model or "null") == request_model(route.body), route.key


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.service} {route.key}")
def test_gateway_and_handler_judge_every_body_alike(route):
    found, model = of(route), request_model(route.body)
    event = rest_event if route.is_rest else http_event
    judged = {
        name: (gateway_takes(model, text), handler_takes(route.body, text, event))
        for name, text in found.items()
    }
    assert {name: each for name, each in judged.items() if each[0] != each[1]} == {}
    taken = [name for name, each in judged.items() if each == (True, True)]
    print(f"{route.key}: {len(judged)} bodies, {len(taken)} taken by both")
    assert "right" in taken
    assert len(judged) >= 60
    assert len(judged) - len(taken) >= 40
