"""docs/http-api.md: each route of the OpenAPI documents, with a request to try and its response."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from cli.api.documents import Document, Operation, caller, operations, parameters
from cli.api.documents import request as request_to_try
from services.payments.app.simulated_processor import DECLINED
from services.shipping.app.simulated_carrier import NOT_SERVED
from tests.docs.examples import EXAMPLES
from tests.docs.made import table
from tests.docs.openapi.document import document

# What README.md begins with.
FIRST_REQUESTS = (("catalog", "GET /items"), ("orders", "POST /orders"), ("orders", "GET /orders"))


def routes() -> str:
    """Every service's section."""
    return "\n".join(section(document(name)) for name in EXAMPLES if EXAMPLES[name])


def request() -> str:
    """The block of README.md that deploys a local stage, places an order and reads it."""
    lines = ['make up && eval "$(make -s env)"', "TOKEN=$(platform token alice)"]
    for service, key in FIRST_REQUESTS:
        lines.append(request_to_try(operations(document(service))[key]))
    return "\n".join(["```", *lines, "```"]) + "\n"


def section(api: Document) -> str:
    """A service's routes, in the order of its document."""
    info = api["info"]
    said = f"{info['summary'][:1].upper()}{info['summary'][1:]}."
    if "description" in info:
        said += f" {info['description']}."
    parts = [f"## {info['title']}\n\n{said}\n"]
    parts += [described(api, key, each) for key, each in operations(api).items()]
    return "\n".join(parts)


def described(api: Document, key: str, operation: Operation) -> str:
    """One route: purpose, caller, headers, body, an example, and what it answers."""
    lines = [f"### {key}", "", operation["summary"], "", f"- Caller: {caller(operation)}."]
    if headers := quoted(parameters(operation, "header")):
        lines.append(f"- Headers: {headers} (required; without it the answer is 400).")
    if query := quoted(parameters(operation, "query")):
        lines.append(f"- Query: {query}.")
    text = "\n".join(lines) + "\n"
    if body := operation.get("requestBody"):
        schema = body["content"]["application/json"]["schema"]
        text += "\n" + table(("body", "type", "required"), fields(api, schema))
    text += f"\n```bash\n{request_to_try(operation)}\n```\n"
    own = {HTTPStatus(int(s)): r for s, r in operation["responses"].items() if "$ref" not in r}
    success = [status for status in own if status < 300]
    answer = own[success[0]]["content"]["application/json"]["example"]
    statuses = " or ".join(f"{int(status)} {status.phrase}" for status in success)
    text += f"\n{statuses}:\n\n```json\n{json.dumps(answer, indent=2)}\n```\n"
    rows = [
        (f"{int(status)} {status.phrase}", cause)
        for status, response in own.items()
        if status >= 400
        for cause in response["description"].splitlines()
    ]
    return text + ("\n" + table(("error", "when, or its message"), rows) if rows else "")


def quoted(names: list[str]) -> str:
    """A list of names in a page."""
    return ", ".join(f"`{name}`" for name in names)


def fields(api: Document, schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The fields of a body, those of its parts under their paths: name, type, whether required."""
    parts = api["components"]["schemas"]

    def below(part: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
        for name, field in part["properties"].items():
            yield (
                f"`{prefix}{name}`",
                typed(field),
                "yes" if name in part.get("required", ()) else "no",
            )
            inner = field.get("items", {}).get("$ref", "").rpartition("/")[2]
            if inner:
                yield from below(parts[inner], f"{prefix}{name}[].")

    yield from below(parts[schema["$ref"].rpartition("/")[2]], "")


def typed(field: dict[str, Any]) -> str:
    """The type of a field with its limits and its default."""
    options = [each for each in field.get("anyOf", []) if each.get("type") != "null"]
    if options:
        return typed({**options[0], "default": field.get("default")})
    if "enum" in field:
        text = " or ".join(f"`{value}`" for value in field["enum"])
    else:
        text = " ".join(filter(None, (field.get("type"), limits(field))))
    default = field.get("default")
    return f"{text}; default `{default}`" if default is not None else text


def limits(field: dict[str, Any]) -> str:
    """The limits of a field in words."""
    pairs = (("minimum", "maximum", ""), ("minLength", "maxLength", " characters"))
    for low, high, unit in (*pairs, ("minItems", "maxItems", " items")):
        if low in field and field[low] == field.get(high):
            return f"of {field[low]}{unit}"
        if low in field:
            return f"of {field[low]} to {field[high]}{unit}" if high in field else ""
    return f"({field['format']})" if "format" in field else ""


def switches() -> str:
    """What an order may hold to see how the platform handles a failure."""
    unserved = " or ".join(f"`{country}`" for country in NOT_SERVED)
    return table(
        ("in the body of POST /orders", "effect"),
        (
            (
                f'`"paymentMethod": "{DECLINED}"`',
                "the payment is declined: the order is CANCELLED, its stock is released",
            ),
            (
                '`"paymentMethod": "transfer"`',
                "the order stays RESERVED until POST /payments/{orderId}/transfer says `received` "
                "(CONFIRMED) or `refused` (CANCELLED)",
            ),
            (
                f'`"shipTo"`: {unserved}',
                "no carrier goes there: the payment is refunded, the stock released, "
                "the order CANCELLED",
            ),
            (
                "a `quantity` above the stock",
                "the reservation fails: the order is CANCELLED, and `reason` names the item",
            ),
            ("an `itemId` that the catalog does not have", "404, and no order is placed"),
            ("the same `Idempotency-Key` again", "200 with the order of the first request"),
            ("the same `Idempotency-Key` with another body", "422, and no order is placed"),
        ),
    )
