"""Document: the OpenAPI 3.1 document of a service's API."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from cli.api.documents import FOLDER, Document
from cli.api.page import page
from contracts.codec import encode
from microservice.card import Card
from program.cards import CARDS, card_of
from runtime.api.groups import AGENTS
from settings import OPTIONAL_SERVICES
from tests.docs.examples import EXAMPLES
from tests.docs.examples.example import Example
from tests.docs.openapi import errors
from tests.docs.openapi.answers import Schemas, like
from tests.docs.openapi.curl import curl
from tests.docs.openapi.parameters import CORRELATION, parameters
from tests.docs.routes import ApiRoute, Raised, routes_of
from tests.stage import deployed_with

# What a document says of a service that only some stages have.
CHOSEN = "Only stages whose file has its settings have it"

# The authorizer takes a token as it is; ``bearer`` schemes put a word before it.
TOKEN = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "an access token of the stage's users, valid for an hour: platform token NAME",
}

# What every route may answer, besides what its handler raises.
SHARED = {
    HTTPStatus.UNAUTHORIZED: "no token, or one that is not for this API",
    HTTPStatus.FORBIDDEN: "a token that the gateway does not take",
    HTTPStatus.NOT_FOUND: "no route has this path",
    HTTPStatus.TOO_MANY_REQUESTS: "above the stage's throttle",
    HTTPStatus.INTERNAL_SERVER_ERROR: "a fault of the service; its log has the correlation id",
}


def cards() -> list[Card]:
    """The services with an API that answers requests, those that stages choose included."""
    return [card for card in (*CARDS, *map(card_of, OPTIONAL_SERVICES)) if card.routes]


def file_of(service: str) -> Path:
    """The file with the document of a service."""
    return FOLDER / f"{service}.json"


PAGE = FOLDER / "index.html"


def page_text() -> str:
    """The page of all documents, which the site of a stage serves."""
    return page([document(card.name) for card in sorted(cards(), key=lambda card: card.name)])


def text_of(document: Document) -> str:
    """The content of the file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write() -> list[str]:
    """Write the documents that are not as they are to be, and the page of all; returns the names of
    the services of those that changed.
    """
    names = [card.name for card in cards()]
    for file in set(FOLDER.glob("*.json")) - {file_of(name) for name in names}:
        file.unlink()
    changed = [name for name in names if not is_current(name)]
    for name in changed:
        file_of(name).write_text(text_of(document(name)), encoding="utf-8")
    PAGE.write_text(page_text(), encoding="utf-8")
    return changed


def is_current(service: str) -> bool:
    """Whether the file of a service has its document."""
    file = file_of(service)
    return file.is_file() and file.read_text(encoding="utf-8") == text_of(document(service))


@cache
def document(service: str) -> Document:
    """The document, with its paths in the order of the service's examples."""
    cloud, schemas = deployed_with(service), Schemas()
    found = {route.key: route for route in routes_of(service, cloud)}
    named = errors.schemas(service, cloud)
    paths: dict[str, Any] = {}
    for key, example in EXAMPLES[service].items():
        at = paths.setdefault(found[key].path, {"parameters": [_reference("parameters")]})
        at[found[key].method.lower()] = _operation(found[key], example, schemas, named)
    return {
        "openapi": "3.1.0",
        "info": _info(service),
        "servers": [
            {
                "url": "{endpoint}",
                "description": f"the output {service}Url; platform url {service}",
                "variables": {"endpoint": {"default": f"https://{service}.shop.example"}},
            }
        ],
        "paths": paths,
        "components": {
            "schemas": dict(sorted({**schemas.named, **named}.items())),
            "parameters": {CORRELATION["name"]: CORRELATION},
            "responses": {
                str(int(status)): {"description": text, "content": errors.content(named)}
                for status, text in SHARED.items()
            },
            "securitySchemes": {"token": TOKEN},
        },
    }


def _info(service: str) -> dict[str, str]:
    info = {"title": service, "version": "1", "summary": card_of(service).capability}
    return info | ({"description": CHOSEN} if service in OPTIONAL_SERVICES else {})


def _operation(
    route: ApiRoute, example: Example, schemas: Schemas, named: dict[str, Any]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": Path(route.handler).stem,
        "summary": route.purpose,
        "security": _security(route),
        "parameters": parameters(route, example, schemas),
    }
    if route.body is not None and example.body is not None:
        content = {"schema": schemas.body(route.body), "example": encode(example.body)}
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    schema = like(example.response) if example.answer is None else schemas.of(example.answer)
    success = {
        "headers": {CORRELATION["name"]: {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": schema, "example": example.response}},
    }
    operation["responses"] = {
        **{str(int(s)): {"description": s.phrase, **success} for s in route.statuses},
        **_errors(route, named),
    }
    operation["x-codeSamples"] = [{"lang": "Shell", "source": curl(route, example)}]
    return operation


def _security(route: ApiRoute) -> list[dict[str, list[str]]]:
    """None for anyone, a token for any user; with the group that a user must be in."""
    return [] if route.public else [{"token": [AGENTS] if route.for_agents else []}]


def _errors(route: ApiRoute, named: dict[str, Any]) -> dict[str, Any]:
    """The errors by status: those of the handler, a line for each cause, then the shared ones."""
    causes: dict[HTTPStatus, list[Raised]] = {}
    for each in route.raised:
        causes.setdefault(each.status, []).append(each)
    found: dict[str, Any] = {}
    for status, raised in causes.items():
        example = errors.body_of(status, raised[0].text)
        found[str(int(status))] = {
            "description": "\n".join(each.text for each in raised),
            "content": errors.content(named, example),
        }
    shared = set(SHARED) - (
        {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} if route.public else set()
    )
    if "{" not in route.path:
        shared.discard(HTTPStatus.NOT_FOUND)
    for status in sorted(shared):
        found.setdefault(str(int(status)), _reference("responses", str(int(status))))
    return dict(sorted(found.items()))


def _reference(part: str, name: str = CORRELATION["name"]) -> dict[str, str]:
    return {"$ref": f"#/components/{part}/{name}"}
