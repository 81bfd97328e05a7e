"""The JavaScript of resolvers by itself: what it asks of its source, and what it makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.graphql.code import Code
from settings import ROOT
from tests.examples.resolver_code import against, answers, files

NOTES = ROOT / "examples" / "graphql-api" / "resolvers"
BAD = {
    "for (let i = 0; i < 2; i += 1) {}": "no-for",
    "while (true) {}": "no-while",
    "try { util.autoId(); } catch (e) {}": "no-try",
    "const found = /a/.exec('a');": "no-regex",
    "class Note {}": "no-classes",
    "for (const a of [1]) { continue; }": "no-continue",
    "let n = 1; n++;": "no-disallowed-unary-operators",
    "nowhere();": "no-undef",
}
ERROR = {"error": {"message": "throttled", "type": "DynamoDB:Throttled"}}


CODE = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files()}


@pytest.fixture(scope="module")
def found():
    """What the linter has against each code of these tests, which it is started once for."""
    start = "import { util } from '@aws-appsync/utils';\n"
    bad = {line: f"{start}export function request() {{ {line} }}" for line in BAD}
    return against({**CODE, **bad, **{path.name: guarded(path) for path in ROOTS}})


def guarded(path: Path) -> str:
    """A resolver's code that refuses what is no access token."""
    return Code.of(path).for_access_tokens().text


def test_no_resolver_has_what_the_runtime_does_not_take(found):
    assert "examples/graphql-api/resolvers/note.js" in CODE
    assert {name: found[name] for name in CODE if found[name]} == {}


def test_what_the_runtime_does_not_take_is_found(found):
    assert [line for line, rule in BAD.items() if rule not in str(found[line])] == []


def test_a_note_is_read_by_its_id():
    asks, gives = answers(
        NOTES / "note.js",
        ("request", {"args": {"id": "1"}}),
        ("response", {"result": {"id": "1", "text": "hello"}}),
    )
    assert asks["value"] == {"operation": "GetItem", "key": {"id": {"S": "1"}}}
    assert gives["value"] == {"id": "1", "text": "hello"}


def test_a_note_is_stored_under_a_new_id():
    [asks] = answers(NOTES / "addNote.js", ("request", {"args": {"text": "hello"}}))
    [key] = asks["value"]["key"].values()
    assert len(key["S"]) == 36
    assert asks["value"]["attributeValues"] == {"text": {"S": "hello"}}


@pytest.mark.parametrize(("length", "refused"), [(200, False), (201, True)])
def test_a_text_that_is_too_long_is_no_note(length, refused):
    [asks] = answers(NOTES / "addNote.js", ("request", {"args": {"text": "x" * length}}))
    assert ("error" in asks) is refused
    if refused:
        assert asks["error"] == {
            "message": "text must have 200 characters at most",
            "type": "BadRequest",
        }


@pytest.mark.parametrize("name", ["note.js", "addNote.js"])
def test_an_error_of_the_table_is_the_fields_error(name):
    [gives] = answers(NOTES / name, ("response", {"result": None, **ERROR}))
    assert gives["error"] == ERROR["error"]


ROOTS = [*NOTES.glob("*ote.js"), ROOT / "services" / "storefront" / "resolvers" / "ask.js"]
CALLERS = {
    "ID token": ({"claims": {"token_use": "id", "sub": "ann"}}, True),
    "no use": ({"claims": {"sub": "ann"}}, True),
    "access token": ({"claims": {"token_use": "access", "sub": "ann"}}, False),
    "an API key": (None, False),
    "a function's": ({"resolverContext": {}}, False),
}


@pytest.mark.parametrize("path", ROOTS, ids=lambda path: path.name)
def test_code_without_a_function_refuses_what_is_no_access_token(path, found):
    code = guarded(path)
    assert found[path.name] == []
    info = {"parentTypeName": "Query", "fieldName": "note"}
    for name, (identity, refused) in CALLERS.items():
        if identity is None and path.name == "ask.js":
            continue  # asked by users alone
        asked = {"args": {"id": "1", "text": "hello"}, "info": info, "identity": identity}
        [asks] = answers(code, ("request", asked))
        assert (asks.get("error", {}).get("type") == "UnauthorizedException") is refused, name


def test_the_function_gets_the_text_of_the_note_alone():
    asks, gives = answers(
        NOTES / "words.js",
        ("request", {"source": {"id": "1", "text": "hello world"}}),
        ("response", {"result": 2}),
    )
    assert asks["value"] == {"operation": "Invoke", "payload": {"text": "hello world"}}
    assert gives["value"] == 2
