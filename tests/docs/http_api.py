"""docs/http-api.md: each route of the recorded program, with a request to try and its response."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from contracts.codec import encode
from contracts.schema import schema_of
from microservice.card import Card
from program.cards import CARDS
from services.payments.app.simulated_processor import DECLINED
from services.shipping.app.simulated_carrier import NOT_SERVED
from tests.docs.examples import EXAMPLES
from tests.docs.examples.example import Example
from tests.docs.made import table
from tests.docs.routes import ApiRoute, routes_of
from tests.stage import deployed

# Every stage has the same routes; a test compares them.
STAGE = "dev"


def routes() -> str:
    """Every service's section."""
    by_name = {card.name: card for card in CARDS}
    return "\n".join(section(by_name[name]) for name in EXAMPLES)


def section(card: Card) -> str:
    """A service's routes, in the order of its examples."""
    found = {route.key: route for route in routes_of(card.name, deployed(STAGE))}
    examples = EXAMPLES[card.name]
    parts = [f"## {card.name}\n\n{card.capability[:1].upper()}{card.capability[1:]}.\n"]
    parts += [described(found[key], example) for key, example in examples.items()]
    return "\n".join(parts)


def described(route: ApiRoute, example: Example) -> str:
    """One route: purpose, caller, headers, body, an example, and what it answers."""
    lines = [f"### {route.key}", "", route.purpose, "", f"- Caller: {caller(route)}."]
    if route.headers:
        needed = ", ".join(f"`{name}`" for name in route.headers)
        lines.append(f"- Headers: {needed} (required; without it the gateway answers 400).")
    if route.query:
        lines.append(f"- Query: {', '.join(f'`{name}`' for name in route.query)}.")
    text = "\n".join(lines) + "\n"
    if route.body:
        text += "\n" + table(("body", "type", "required"), fields(schema_of(route.body)))
    text += f"\n```bash\n{curl(route, example)}\n```\n"
    answer = json.dumps(example.response, indent=2)
    statuses = " or ".join(f"{int(status)} {status.phrase}" for status in route.statuses)
    text += f"\n{statuses}:\n\n```json\n{answer}\n```\n"
    rows = [(f"{int(each.status)} {each.status.phrase}", each.text) for each in route.raised]
    return text + ("\n" + table(("error", "when, or its message"), rows) if rows else "")


def caller(route: ApiRoute) -> str:
    """Who may call a route."""
    if route.public:
        return "anyone, without a token"
    if route.for_agents:
        return "a user in the group `agents`"
    return "any user who is signed in"


def curl(route: ApiRoute, example: Example) -> str:
    """The example as a line for a shell that has ``TOKEN`` and ``AGENT``."""
    words = [f'curl -s "$(platform url {route.service}){example.path or route.path}"']
    if not route.public:
        words.append(f'-H "Authorization: ${"AGENT" if route.for_agents else "TOKEN"}"')
    words += [f'-H "{name}: {value}"' for name, value in example.headers.items()]
    if example.body is not None:
        words.append(f"--json '{json.dumps(encode(example.body))}'")
    if route.method not in ("GET", "POST") or (route.method == "POST" and example.body is None):
        words.append(f"-X {route.method}")
    return " ".join(words)


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The fields of a body, those of its parts under their paths: name, type, whether required."""
    parts = schema.get("$defs", {})

    def below(part: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
        for name, field in part["properties"].items():
            yield f"`{prefix}{name}`", typed(field), "yes" if name in part["required"] else "no"
            inner = field.get("items", {}).get("$ref", "").rpartition("/")[2]
            if inner:
                yield from below(parts[inner], f"{prefix}{name}[].")

    yield from below(schema, "")


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
