"""API documents: the OpenAPI documents of the services, and what they say of each route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from local.checkout import ROOT

FOLDER = ROOT / "docs" / "openapi"

Document = dict[str, Any]
Operation = dict[str, Any]

JSON = "application/json"


def services() -> list[str]:
    """The services with a document, by name."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def read(service: str) -> Document:
    """The document of a service."""
    found: Document = json.loads((FOLDER / f"{service}.json").read_text(encoding="utf-8"))
    return found


def operations(document: Document) -> dict[str, Operation]:
    """The operations of a document by route key, as ``POST /orders``."""
    return {
        f"{method.upper()} {path}": operation
        for path, at in document["paths"].items()
        for method, operation in at.items()
        if method != "parameters"
    }


def caller(operation: Operation) -> str:
    """Who may call a route."""
    if not operation["security"]:
        return "anyone, without a token"
    [groups] = operation["security"][0].values()
    if groups:
        return f"a user in the group {' or '.join(f'`{group}`' for group in groups)}"
    return "any user who is signed in"


def parameters(operation: Operation, place: str) -> list[str]:
    """The names of the parameters of one place: ``path``, ``query`` or ``header``."""
    return [each["name"] for each in operation["parameters"] if each["in"] == place]


def body(operation: Operation) -> Any:
    """An example of the body, None for a route without one."""
    content = operation.get("requestBody", {}).get("content", {})
    return content[JSON]["example"] if content else None


def statuses(operation: Operation) -> tuple[list[str], list[str]]:
    """The statuses of success and those of errors."""
    found = list(operation["responses"])
    return [s for s in found if s < "400"], [s for s in found if s >= "400"]


def request(operation: Operation) -> str:
    """A request to try, as a line for the shell."""
    [sample] = operation["x-codeSamples"]
    return str(sample["source"])


def described(document: Document) -> Iterator[str]:
    """The lines of a listing: each route with its caller, an example body and a request."""
    info = document["info"]
    yield f"{info['title']}: {info['summary']}"
    if "description" in info:
        yield f"    {info['description']}"
    for key, operation in operations(document).items():
        success, errors = statuses(operation)
        rows = {
            "caller": caller(operation).replace("`", ""),
            "query": ", ".join(parameters(operation, "query")),
            "headers": ", ".join(parameters(operation, "header")),
            "body": json.dumps(body(operation)) if body(operation) else "",
            "answers": f"{' or '.join(success)}; errors {', '.join(errors)}",
            "try": request(operation),
        }
        yield f"  {key}"
        yield f"    {operation['summary']}"
        yield from (f"    {name:<8} {said}" for name, said in rows.items() if said)
