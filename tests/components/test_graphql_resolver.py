from dataclasses import replace
from pathlib import Path

import pulumi_aws as aws
import pytest

from components.graphql import sources
from components.graphql.authorization import Iam
from components.graphql.code import Code
from components.graphql.resolver import Cached, Resolver, Step
from tests.components.graphql_notes import ADD, CODE, FUNCTION, POOL, READ, args, notes

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


def code_of(cloud, field):
    return cloud.one(aws.appsync.Resolver, f"notes-{field}-resolver").inputs["code"]


GUARD = (
    "if (ctx.identity && ctx.identity.claims && ctx.identity.claims.token_use !== 'access') "
    "{ util.unauthorized(); }"
)


@pytest.mark.parametrize("declared", ["function request(ctx)", "const request = (ctx) =>"])
def test_code_of_a_query_refuses_id_tokens_first_and_keeps_its_lines(declared):
    code = CODE.replace("function request(ctx)", declared)
    given = code_of(notes(resolvers=(replace(READ, code=code), ADD)), "Query.note")
    lines = code.splitlines()
    lines[1] = f"{lines[1]} {GUARD}"
    assert given.splitlines() == lines


def test_an_api_may_take_id_tokens_and_fields_of_objects_need_no_check():
    both = notes(authorization=(replace(POOL, id_tokens=True),))
    assert code_of(both, "Query.note") == CODE
    author = Resolver(field="Note.author", source="notes", code=CODE)
    assert code_of(notes(resolvers=(READ, ADD, author)), "Note.author") == CODE


def test_where_callers_have_no_tokens_code_is_as_given():
    assert code_of(notes(authorization=(Iam(),)), "Query.note") == CODE


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (CODE.replace("{ util }", "* as utils"), "Query.note: code must import { util } from"),
        (
            CODE.replace("request(ctx)", "request({ args })"),
            "Query.note: code must have export function request(ctx) { in a line",
        ),
    ],
)
def test_code_that_cannot_refuse_id_tokens_is_refused(code, message):
    with pytest.raises(ValueError) as refused:
        args(resolvers=(replace(READ, code=code), ADD))
    assert str(refused.value).startswith(message)
