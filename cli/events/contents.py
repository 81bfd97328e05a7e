"""Contents: what a sample event is about: an event of the bus, a route's request, or given data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from cli.api import documents
from cli.events.schema_sample import found, sample
from local.checkout import ROOT, LocalError

SCHEMAS = ROOT / "contracts" / "schemas"
SOURCE = r"^class (\w+)\(Event, source=\"(\w+)\""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """``data`` is the body of a request, the message of a queue, the item of a table or the record
    of a stream; the rest describes an event of the bus or a route of an API.
    """

    data: Any = field(default_factory=lambda: {"id": "first-item"})
    source: str = "samples"
    detail_type: str = "SampleMade"
    method: str = "POST"
    route: str = "/things/{thingId}"
    path: str = "/things/first-item"
    path_parameters: dict[str, str] = field(default_factory=lambda: {"thingId": "first-item"})
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    client_id: str = "sample-client"

    @property
    def text(self) -> str:
        return json.dumps(self.data, separators=(",", ":"))


def of_event(name: str) -> dict[str, Any]:
    """The fields of ``Contents`` for an event by its type, ``OrderPlaced``, in its last version;
    the data is its envelope. Raises ``LocalError`` for an event without a schema on record.
    """
    sources = {
        kind: source
        for file in sorted((ROOT / "contracts").glob("*.py"))
        for kind, source in re.findall(SOURCE, file.read_text("utf-8"), re.MULTILINE)
    }
    versions = SCHEMAS.glob(f"{name}-v*.json") if name in sources else ()
    files = sorted(versions, key=lambda file: int(file.stem.rpartition("-v")[2]))
    if not files:
        raise LocalError(f"no event is called {name}; there are {', '.join(sorted(sources))}")
    schema = json.loads(files[-1].read_text("utf-8"))
    envelope = sample(schema, schema)
    envelope["metadata"]["version"] = int(files[-1].stem.rpartition("-v")[2])
    return {"data": envelope, "source": sources[name], "detail_type": name}


def of_route(route: str) -> dict[str, Any]:
    """The fields for a route, as ``POST /orders`` or ``POST=/orders``, by the examples of its
    OpenAPI document. Raises ``LocalError`` for a route that no service has.
    """
    route = route.replace("=", " ", 1)
    for service in documents.services():
        document = documents.read(service)
        if route in (operations := documents.operations(document)):
            return _request(route, operations[route], document)
    raise LocalError(f"no service has the route {route}; platform api lists them")


def _request(route: str, operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    method, _, path = route.partition(" ")
    given: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
    shared = document["paths"][path].get("parameters", [])
    for parameter in (*shared, *operation.get("parameters", [])):
        if "$ref" in parameter:
            parameter = found(document, parameter["$ref"])
        if parameter.get("required"):
            value = parameter.get("example") or sample(parameter["schema"], document)
            given[parameter["in"]][parameter["name"]] = str(value)
    content = operation.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next(iter(content.values()), {})
    filled = path
    for name, value in given["path"].items():
        filled = filled.replace(f"{{{name}}}", value)
    return {
        "data": body.get("example"),
        "method": method,
        "route": path,
        "path": filled,
        "path_parameters": given["path"],
        "query": given["query"],
        "headers": given["header"],
    }
