"""Parameters of a route in OpenAPI: of its path, its query and its headers, with their limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from runtime.api.pagination import DEFAULT_SIZE, MAX_SIZE
from tests.docs.examples.example import Example
from tests.docs.openapi.answers import Schema, Schemas
from tests.docs.routes import ApiRoute

# Of every list; the handlers read them by functions of their own.
OF_LISTS: dict[str, Schema] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
    "nextToken": {"type": "string", "description": "from the page before; none for the first"},
}

CORRELATION = {
    "name": "X-Correlation-Id",
    "in": "header",
    "required": False,
    "description": "taken into logs, events and the response; one is made without it, or in its "
    "place if it has another form",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}


def parameters(route: ApiRoute, example: Example, schemas: Schemas) -> list[dict[str, Any]]:
    """The parameters, those of the path first."""
    values = shown(route.path, example)
    return [
        *_in_path(route, values, schemas),
        *_in_query(route, values, schemas),
        *_in_headers(route, example, schemas),
    ]


def shown(path: str, example: Example) -> dict[str, str]:
    """The values of an example's path and query, without those that are a variable's."""
    given, _, query = (example.path or path).partition("?")
    form = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
    found = re.fullmatch(form, given)
    values = {**(found.groupdict() if found else {}), **dict(parse_qsl(query))}
    return {name: value for name, value in values.items() if not re.search(r"[${]", value)}


def _in_path(route: ApiRoute, values: dict[str, str], schemas: Schemas) -> Iterator[dict[str, Any]]:
    kinds = route.kinds("path_parameter")
    for name in re.findall(r"\{(\w+)\}", route.path):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _schema(kinds.get(name), schemas),
            **_example(values.get(name)),
        }


def _in_query(
    route: ApiRoute, values: dict[str, str], schemas: Schemas
) -> Iterator[dict[str, Any]]:
    single, several = route.kinds("query_parameter"), route.kinds("query_list")
    for name in route.query:
        made: dict[str, Any] = {"name": name, "in": "query", "required": name in several}
        if name in several:
            made |= {"style": "form", "explode": False}
            made["schema"] = schemas.of(several[name])
            yield {**made, **_example(values[name].split(",") if name in values else None)}
            continue
        made["schema"] = OF_LISTS.get(name) or _schema(single.get(name), schemas)
        value: Any = values.get(name)
        if value and made["schema"].get("type") == "integer":
            value = int(value)
        yield {**made, **_example(value)}


def _in_headers(route: ApiRoute, example: Example, schemas: Schemas) -> Iterator[dict[str, Any]]:
    kinds = route.kinds("header_parameter")
    for name in dict.fromkeys([*route.headers, *kinds]):
        yield {
            "name": name,
            "in": "header",
            "required": True,
            "schema": _schema(kinds.get(name), schemas),
            **_example(example.headers.get(name)),
        }


def _schema(kind: Any, schemas: Schemas) -> Schema:
    return {"type": "string"} if kind is None else schemas.of(kind)


def _example(value: Any) -> dict[str, Any]:
    return {} if value is None else {"example": value}
