from __future__ import annotations

import json

from cli import __main__ as command
from cli import api_documents
from program.cards import CARDS


def printed(capsys, *words):
    assert command.main(["api", *words]) == 0
    return capsys.readouterr().out


def test_every_route_is_listed_with_its_caller(capsys):
    lines = printed(capsys).splitlines()
    routes = [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert sorted(routes) == sorted(route for card in CARDS for route in card.routes)
    assert sum(line.startswith("    caller ") for line in lines) == len(routes)


def test_a_service_is_listed_with_bodies_and_requests_to_try(capsys):
    listing = printed(capsys, "orders")
    place, _, _ = listing.partition("  GET /orders\n")
    for line in (
        "orders: takes orders, and records the progress of each",
        "  POST /orders",
        "    caller   any user who is signed in",
        "    headers  Idempotency-Key",
        '    body     {"lines": [{"itemId": "first-item", "quantity": 1}], "paymentMethod": "card"',
        '    try      curl -s "$(platform url orders)/orders" -H "Authorization: $TOKEN"',
        "    answers  202 or 200; errors 400",
    ):
        assert line in place
    assert "catalog" not in listing
    assert "    query    userId, nextToken, limit" in listing


def test_callers_of_public_routes_and_of_agents_only(capsys):
    listing = printed(capsys, "catalog")
    assert "caller   anyone, without a token" in listing
    assert "caller   a user in the group agents" in listing


def test_json_is_the_document(capsys):
    assert json.loads(printed(capsys, "orders", "--json")) == api_documents.read("orders")
    assert sorted(json.loads(printed(capsys, "--json"))) == api_documents.services()


def test_a_wrong_service_is_answered_with_the_right_ones(capsys):
    assert command.main(["api", "oders"]) == 2
    said = capsys.readouterr().err
    assert said == (
        f"platform api: service must be one of {', '.join(api_documents.services())}, got 'oders'\n"
    )
