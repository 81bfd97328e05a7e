"""The limit on the depth of a query that the emulator keeps."""

from __future__ import annotations

import json
from types import SimpleNamespace

import graphql
import pytest
from graphql import parse

from local.emulator_process.graphql import correct, depth

TOKEN = {"authorization": "token"}
DEPTHS = {
    "{ a }": 1,
    "{ a { b } c }": 2,
    "query Q { a } query R { a { b { c } } }": 3,
    "{ a { ... on B { c } } }": 2,
    "{ a { ...f } } fragment f on B { c { d } }": 3,
    "{ ...f } fragment f on Query { ...f a }": 1,
    "{ a { ...missing } }": 1,
    "fragment f on B { c { d } }": 0,
}


@pytest.mark.parametrize("query", DEPTHS)
def test_levels_are_those_of_fields(query):
    assert depth(parse(query)) == DEPTHS[query]


@pytest.fixture
def emulator():
    """Its AppSync with an API of two levels: a caller without a token is refused."""
    ran = []

    def execute(api, data, headers=None, authorize=None):
        ran.append(data["query"])
        return (200 if headers else 401), {}, b"{}"

    appsync = SimpleNamespace(
        _execute_graphql=execute,
        _update_graphql_api=lambda api, body: (200 if api in appsync._apis else 404, {}, b"{}"),
        _apis={"limited": {"queryDepthLimit": 2}, "free": {}},
    )
    correct(appsync, lambda: graphql)

    def asked(api, query, headers=TOKEN):
        status, _, body = appsync._execute_graphql(api, {"query": query}, headers, authorize=None)
        return status, json.loads(body)

    return SimpleNamespace(asked=asked, ran=ran, update=appsync._update_graphql_api)


def test_a_query_that_is_deeper_than_the_limit_is_refused_and_not_run(emulator):
    status, body = emulator.asked("limited", "{ a { b { c } } }")
    assert (status, body["data"]) == (200, None)
    assert body["errors"][0]["message"] == "the query is deeper than 2 levels"
    assert emulator.ran == ["{ __typename }"]


@pytest.mark.parametrize(
    ("api", "query"),
    [("limited", "{ a { b } }"), ("free", "{ a { b { c } } }"), ("limited", "{ a {")],
)
def test_other_queries_are_the_emulators(emulator, api, query):
    assert emulator.asked(api, query) == (200, {})
    assert emulator.ran == [query]


def test_a_caller_without_a_token_learns_of_no_limit(emulator):
    assert emulator.asked("limited", "{ a { b { c } } }", headers=None) == (401, {})


def test_an_update_sets_the_limit_or_takes_it_away(emulator):
    emulator.update("limited", {})
    assert emulator.asked("limited", "{ a { b { c } } }") == (200, {})
    emulator.update("limited", {"queryDepthLimit": 1})
    assert emulator.asked("limited", "{ a { b } }")[1]["data"] is None
    assert emulator.update("gone", {"queryDepthLimit": 1})[0] == 404
