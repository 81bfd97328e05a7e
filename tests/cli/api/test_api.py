from __future__ import annotations

import json
import webbrowser
from html.parser import HTMLParser

import pytest

from cli import __main__ as command
from cli.api import api, documents
from cli.api.page import page as api_page
from program.cards import CARDS, card_of
from settings import OPTIONAL_SERVICES

DOCUMENTS = [documents.read(name) for name in documents.services()]
EMPTY = ("meta", "br")


class Page(HTMLParser):
    """What a browser finds in a page; an end that does not fit its begin is an error."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.text, self.open = set(), [], [], "", []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += f"{data}\n" if self.open[-1:] != ["style"] else ""


def printed(capsys, *words):
    assert command.main(["api", *words]) == 0
    return capsys.readouterr().out


def test_every_route_is_listed_with_its_caller(capsys):
    lines = printed(capsys).splitlines()
    routes = [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]
    cards = (*CARDS, *map(card_of, OPTIONAL_SERVICES))
    assert sorted(routes) == sorted(route for card in cards for route in card.routes)
    assert "    Only stages whose file has its settings have it" in lines
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
    assert json.loads(printed(capsys, "orders", "--json")) == documents.read("orders")
    assert sorted(json.loads(printed(capsys, "--json"))) == documents.services()


def test_a_wrong_service_is_answered_with_the_right_ones(capsys):
    assert command.main(["api", "oders"]) == 2
    said = capsys.readouterr().err
    known = ", ".join(map(repr, documents.services()))
    assert said == f"platform api: Invalid value for 'SERVICE': 'oders' is not one of {known}\n"


def test_the_page_has_every_route_and_field_and_its_links_lead_to_them():
    page = Page(api_page(DOCUMENTS))
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    for document in DOCUMENTS:
        service = document["info"]["title"]
        for key, operation in documents.operations(document).items():
            assert f"{service}-{key}".replace(" ", "-").replace("/", ".") in page.ids
            for line in (operation["summary"], documents.request(operation)):
                assert line in page.text
        for name, schema in document["components"]["schemas"].items():
            assert f"{service}-{name}" in page.ids
            assert set(schema.get("properties", ())) <= set(page.text.split())


def test_the_page_needs_nothing_else():
    text = api_page(DOCUMENTS)
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "base"}
    assert all(link.startswith("#") for link in page.links)
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_what_a_document_says_is_text_of_the_page():
    document = json.loads(json.dumps(documents.read("reports")).replace("day", "<script>"))
    assert "script" not in Page(api_page([document])).tags


def test_limits_choices_and_defaults_are_in_words(tmp_path, capsys):
    printed(capsys, "orders", "--html", str(tmp_path / "api.html"))
    text = " ".join((tmp_path / "api.html").read_text("utf-8").split())
    for words in (
        "<td>text of 1 to 128 characters</td>",
        "<td>text of 1 to 128 characters or null</td>",
        '<td>list of <a href="#orders-OrderLine">OrderLine</a> of 1 to 90 items</td>',
        "<td>integer of 1 to 200; default <code>50</code></td>",
        "<td>text (date) or null</td>",
        "; default <code>card</code></td>",
        # Fields of the parts of a field.
        "<td><code>details[].path</code></td>",
        # Fields of an answer that has no name.
        "<td><code>nextToken</code></td><td>yes</td><td>text or null</td>",
    ):
        assert words in text, words


def test_the_page_is_opened_in_a_browser(tmp_path, capsys, monkeypatch):
    opened = []
    monkeypatch.setattr(api, "LOCAL", tmp_path / "new")
    monkeypatch.setattr(webbrowser, "open", opened.append)
    file = printed(capsys, "orders", "--open").strip()
    assert opened == [f"file://{file}"]
    assert file == str(tmp_path / "new" / "api.html")
    assert "<h1" in (tmp_path / "new" / "api.html").read_text("utf-8")


@pytest.mark.parametrize("file", ["", "a-file/api.html"])
def test_a_page_that_cannot_be_written_is_said(file, tmp_path, capsys):
    (tmp_path / "a-file").touch()
    assert command.main(["api", "--html", str(tmp_path / file)]) != 0
    assert f"cannot write the page to {tmp_path / file}" in capsys.readouterr().err
