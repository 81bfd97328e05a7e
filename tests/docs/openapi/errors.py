"""Errors in OpenAPI: the body that handlers answer with, and that of a gateway."""

from __future__ import annotations

import json
import os
from functools import cache
from http import HTTPStatus
from typing import Any
from unittest import mock

import pulumi_aws as aws

from contracts.violation import Problem
from runtime.http_errors import BadRequest
from tests.cloud import Cloud
from tests.docs.openapi.answers import NAMED, Schema, like
from tests.fakes.environment import VARIABLES

CORRELATION_ID = "0f9c1d7e-6a33-4c7b-9d0a-3a3f2f2a8f11"

# What an HTTP API answers without a function, which is not for its configuration to say.
HTTP_API = {"message": "Unauthorized"}


@cache
def _sample() -> dict[str, Any]:
    """The body of an error, as the middleware of every handler makes it."""
    with mock.patch.dict(os.environ, VARIABLES):
        from runtime.api.middleware import error_responses
        from runtime.api.request import parse_request

    def handler(request: Any) -> Any:
        raise BadRequest.of([Problem("lines", "at least 1 entries long", "0 entries")])

    body: dict[str, Any] = error_responses(handler)(parse_request({})).body
    return body | ({"correlationId": CORRELATION_ID} if "correlationId" in body else {})


def body_of(status: HTTPStatus, message: str) -> dict[str, Any]:
    """The body of an error of a status: the fields of every error, with its own values."""
    own = {"status": int(status), "error": status.phrase, "message": message, "details": []}
    return {name: own.get(name, value) for name, value in _sample().items()}


def schemas(service: str, cloud: Cloud) -> dict[str, Schema]:
    """``Error``, that of handlers, and ``GatewayError`` where the API's own has another shape."""
    sample = _sample()
    handled = like(sample)
    handled["properties"]["details"] = {"type": "array", "items": {"type": "object"}}
    found = {"Error": {"title": "Error", **handled, "examples": [sample]}}
    shapes = [shape for shape in _gateway(service, cloud) if shape != like(sample)]
    if shapes:
        found["GatewayError"] = {"title": "GatewayError", "anyOf": shapes}
    return found


def content(named: dict[str, Schema], example: dict[str, Any] | None = None) -> dict[str, Any]:
    """The content of an error response: from the handler, or from the gateway before it."""
    references = [{"$ref": NAMED + name} for name in ("Error", "GatewayError") if name in named]
    schema = references[0] if len(references) == 1 else {"anyOf": references}
    shown = {} if example is None else {"example": example}
    return {"application/json": {"schema": schema, **shown}}


def _gateway(service: str, cloud: Cloud) -> list[Schema]:
    """The shapes of what the API of a service answers without its functions."""
    templates = [
        json.loads(each.inputs["responseTemplates"]["application/json"])
        for each in sorted(cloud.all(aws.apigateway.Response), key=lambda each: each.name)
        if each.name.startswith(f"{service}-")
    ]
    found: list[Schema] = []
    for body in templates or [HTTP_API]:
        if like(body) not in found:
            found.append(like(body))
    return found
