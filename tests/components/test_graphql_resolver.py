from dataclasses import replace
from pathlib import Path

import pytest

from components.graphql import sources
from components.graphql.code import Code
from components.graphql.resolver import Cached, Resolver, Step
from tests.components.graphql_notes import ADD, CODE, FUNCTION, READ, args

SHARED = replace(READ, cached=Cached(ttl=60, shared=True))


def test_code_is_a_file_or_a_text(tmp_path):
    path = tmp_path / "note.js"
    path.write_text(CODE)
    assert Code.of(path) == Code("note.js", CODE)
    assert Code.of(CODE).name == "code"


def test_handlers_may_be_constants():
    arrow = CODE.replace("export function request(ctx)", "export const request = (ctx) =>")
    assert Code.of(arrow).text == arrow


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (Path("nowhere.js"), "code must be a file or a text, got no file nowhere.js"),
        (
            CODE.replace("export function response", "function response"),
            "code must export the function response",
        ),
        ("import fs from 'fs';\n" + CODE, "code:1: AppSync has @aws-appsync/utils only, got fs"),
        (CODE + "/" * 32_768, "code must have 32,768 characters at most, got 32,963"),
    ],
)
def test_code_that_appsync_would_refuse_is_refused(code, message):
    for make in (lambda: Resolver(field="Query.note", code=code), lambda: Step(code=code)):
        with pytest.raises(ValueError) as refused:
            make()
        assert str(refused.value)[:40] == message[:40]


@pytest.mark.parametrize(
    "line",
    [
        "const who = ctx.identity.sub;",
        "const { identity } = ctx;",
        "const token = ctx.request.headers.authorization;",
        "const all = { payload: ctx };",
        "const how = util.authType();",
    ],
)
def test_answers_of_code_that_looks_at_the_caller_are_not_shared(line):
    code = CODE.replace("return {", f"{line}\n  return {{")
    with pytest.raises(ValueError) as refused:
        args(resolvers=(replace(SHARED, code=code), ADD))
    assert str(refused.value) == (
        "Query.note must not be shared: code reads the caller's identity or headers, or hands on "
        "the whole context"
    )


def test_a_step_that_looks_at_the_caller_is_seen_too():
    steps = {"mine": Step(source="notes", code=CODE.replace("ctx.args.id", "ctx.identity.sub"))}
    read = replace(SHARED, source=None, steps=("mine",))
    with pytest.raises(ValueError, match="must not be shared"):
        args(resolvers=(read, ADD), steps=steps)


def test_a_function_that_gets_the_whole_context_does_not_share_its_answers():
    with pytest.raises(ValueError, match="without code it gets the caller's identity"):
        args(
            resolvers=(replace(SHARED, code=None), ADD),
            sources={"notes": sources.function(FUNCTION)},
        )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Cached(ttl=0), "ttl must be between 1 and 3600 seconds, got 0"),
        (
            lambda: Cached(ttl=1, keys=("$context.stash.id",)),
            "keys must be of $context.arguments, $context.source or $context.identity, "
            "got $context.stash.id",
        ),
        (
            lambda: replace(READ, field="note"),
            "field must be Type.field, as Query.item, got note",
        ),
        (
            lambda: replace(READ, steps=("load",)),
            "Query.note must have a source or steps, got both",
        ),
        (
            lambda: Resolver(field="Query.note", steps=("load",) * 11, code=CODE),
            "steps must be 10 at most, got 11",
        ),
        (lambda: replace(READ, batch=2001), "batch must be between 0 and 2000, got 2001"),
        (
            lambda: replace(ADD, cached=Cached(ttl=1)),
            "Mutation.addNote must not be cached: only what reads is",
        ),
    ],
)
def test_values_that_appsync_would_refuse_are_refused(make, message):
    with pytest.raises(ValueError) as refused:
        make()
    assert str(refused.value) == message
