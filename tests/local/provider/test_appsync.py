"""GraphQL APIs on the emulator: each part, and a whole one that users call."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.provider.lambda_world import function
from tests.local.provider.visitor import call, pool_and_client, token
from tests.local.provider.walk import Made, Workshop, provider_at, walk

DEPTH_LIMIT = 5
SCHEMA = """
type Note { id: ID! text: String! author: String related: Note words: Int }
type Query { note(id: ID!): Note ledger: String me: String }
type Mutation { addNote(id: ID!, text: String!): Note }
"""
RUNTIME = {"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"}
START = "import { util } from '@aws-appsync/utils';\n"
RESULT = "\nexport function response(ctx) {\n  return ctx.result;\n}\n"
GET = "export function request(ctx) {{\n  return {{ operation: 'GetItem', key: {key} }};\n}}"
BY_ID = "util.dynamodb.toMapValues({ id: ctx.args.id })"
ANOTHER = "util.dynamodb.toMapValues({ id: ctx.source.id })"
PUT = """export function request(ctx) {
  if (ctx.args.text === '') {
    util.error('text must not be empty', 'BadRequest');
  }
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.id }),
    attributeValues: util.dynamodb.toMapValues({
      text: ctx.args.text,
      author: ctx.identity.sub,
    }),
  };
}"""
AGENTS = """export function request(ctx) {
  const groups = ctx.identity.groups || [];
  if (!groups.includes('agents')) {
    util.unauthorized();
  }
  return { payload: 'the ledger' };
}"""
ME = "export function request(ctx) {\n  return { payload: ctx.identity.sub };\n}"
COUNT = "export function request(ctx) {\n  return { operation: 'Invoke', payload: ctx.source };\n}"
WORDS = "def handle(event, context):\n    return len(event['text'].split())\n"


class World:
    """What APIs are about: a pool with a user who has signed in, a table, and a function."""

    def __init__(self, shop: Workshop) -> None:
        self.pool, client = pool_and_client(shop)
        self.token = token(self.pool, client)
        table = shop.make(
            "aws:dynamodb/table:Table",
            "notes",
            hashKey="id",
            billingMode="PAY_PER_REQUEST",
            attributes=[{"name": "id", "type": "S"}],
        )
        self.table: str = table.state["name"]
        self.words: str = function(shop, "words", WORDS).state["arn"]


class Notes:
    """An API of that world's users, over its table and its function."""

    def __init__(self, shop: Workshop, world: World) -> None:
        self._shop, self.token = shop, world.token
        self.api = shop.make(
            "aws:appsync/graphQLApi:GraphQLApi",
            "notes",
            authenticationType="AMAZON_COGNITO_USER_POOLS",
            userPoolConfig={"userPoolId": world.pool.id, "defaultAction": "ALLOW"},
            schema=SCHEMA,
            queryDepthLimit=DEPTH_LIMIT,
        )
        table, words = {"tableName": world.table}, {"functionArn": world.words}
        self.notes = self.source("notes", "AMAZON_DYNAMODB", dynamodbConfig=table)
        self.words = self.source("words", "AWS_LAMBDA", lambdaConfig=words)
        self.none = self.source("none", "NONE")

    def source(self, name: str, kind: str, **config: Any) -> Made:
        return self.part("DataSource", name, name=name, type=kind, **config)

    def resolver(self, key: str, source: str, code: str, **more: Any) -> Made:
        kind, _, field = key.partition(".")
        code = f"{START}{code}{RESULT}"
        said = {"type": kind, "field": field, "code": code, "runtime": RUNTIME, **more}
        return self.part("Resolver", key, dataSource=source, **said)

    def part(self, kind: str, logical_name: str, /, **inputs: Any) -> Made:
        lower = kind[0].lower() + kind[1:]
        return self._shop.make(
            f"aws:appsync/{lower}:{kind}", logical_name, **{"apiId": self.api.id, **inputs}
        )

    def answer(self, query: str, **headers: str) -> tuple[int, dict[str, Any]]:
        said = {"Authorization": self.token, **headers}
        status, text = call("POST", self.api.state["uris"]["GRAPHQL"], {"query": query}, **said)
        return status, json.loads(text)


@pytest.fixture(scope="module")
def world(emulator_endpoint):
    workshop = Workshop(provider_at(emulator_endpoint))
    yield World(workshop)
    workshop.clear()


@pytest.fixture
def notes(shop, world) -> Notes:
    return Notes(shop, world)


def test_an_api(notes, emulator_endpoint):
    url = f"{emulator_endpoint}/v1/apis/{notes.api.id}/graphql"
    assert notes.api.state["uris"] == {"GRAPHQL": url}
    assert notes.api.diff(visibility="PRIVATE").replacements.keys() == {"visibility"}
    for part in (notes.notes, notes.words, notes.none):
        part.delete()
    schema = SCHEMA.replace("me: String", "me: ID")
    walk(notes.api, schema=schema, xrayEnabled=True, tags={"team": "a"})


def test_a_data_source(notes):
    assert notes.notes.diff(name="others").replacements.keys() == {"name"}
    walk(notes.notes, dynamodbConfig={"tableName": "others"}, description="for a test")


def test_a_resolver(notes):
    made = notes.resolver("Query.note", "notes", GET.format(key=BY_ID))
    assert made.diff(field="me").replacements.keys() == {"field"}
    walk(made, code=f"{START}{ME}{RESULT}", dataSource="none")


def test_a_function(notes):
    made = notes.part(
        "Function", "load", name="load", dataSource="none", code=f"{ME}{RESULT}", runtime=RUNTIME
    )
    walk(made, description="for a test", dataSource="notes")


def test_a_key(notes):
    key = notes.part("ApiKey", "key", expires="2027-01-31T00:00:00Z")
    walk(key, expires="2027-02-28T00:00:00Z")


def test_a_cache(notes):
    cache = notes.part(
        "ApiCache", "cache", apiCachingBehavior="PER_RESOLVER_CACHING", type="SMALL", ttl=60
    )
    assert cache.diff(atRestEncryptionEnabled=True).replacements.keys() == {
        "atRestEncryptionEnabled"
    }
    walk(cache, ttl=120)


def test_queries_mutations_and_errors_of_a_user(notes):
    notes.resolver("Query.note", "notes", GET.format(key=BY_ID))
    notes.resolver("Mutation.addNote", "notes", PUT)
    notes.resolver("Note.words", "words", COUNT)
    notes.resolver("Query.me", "none", ME)
    _, me = notes.answer("{ me }")
    status, made = notes.answer(
        'mutation { addNote(id: "1", text: "hello big world") { id author words } }'
    )
    author = me["data"]["me"]
    assert (status, made["data"]) == (
        200,
        {"addNote": {"id": "1", "author": author, "words": 3}},
    )
    assert notes.answer('{ note(id: "1") { text } }')[1] == {
        "data": {"note": {"text": "hello big world"}}
    }
    assert notes.answer('{ note(id: "2") { text } }')[1] == {"data": {"note": None}}
    [error] = notes.answer('mutation { addNote(id: "2", text: "") { id } }')[1]["errors"]
    assert (error["message"], error["errorType"]) == ("text must not be empty", "BadRequest")
    [error] = notes.answer("{ note { text } }")[1]["errors"]
    assert "'id' of type 'ID!' is required" in error["message"]


def test_a_field_that_a_user_may_not_see_is_refused_and_the_others_are_answered(notes):
    notes.resolver("Query.ledger", "none", AGENTS)
    notes.resolver("Query.me", "none", ME)
    _, found = notes.answer("{ me ledger }")
    assert found["data"]["me"]
    assert found["data"]["ledger"] is None
    [error] = found["errors"]
    assert (error["path"], error["errorType"]) == (["ledger"], "Unauthorized")


def test_a_caller_without_a_token_is_refused(notes):
    notes.resolver("Query.me", "none", ME)
    status, found = notes.answer("{ me }", Authorization="")
    assert status == 401
    assert found["errors"][0]["errorType"] == "UnauthorizedException"


def test_a_pipeline_takes_its_steps_in_order(notes):
    step = notes.part(
        "Function",
        "load",
        name="load",
        dataSource="notes",
        code=f"{START}{GET.format(key=BY_ID)}{RESULT}",
        runtime=RUNTIME,
    )
    notes.resolver("Mutation.addNote", "notes", PUT)
    before = "export function request(ctx) {\n  return {};\n}"
    after = "\nexport function response(ctx) {\n  return ctx.prev.result;\n}\n"
    notes.part(
        "Resolver",
        "pipeline",
        type="Query",
        field="note",
        kind="PIPELINE",
        pipelineConfig={"functions": [step.state["functionId"]]},
        code=f"{before}{after}",
        runtime=RUNTIME,
    )
    notes.answer('mutation { addNote(id: "1", text: "hello") { id } }')
    assert notes.answer('{ note(id: "1") { text } }')[1]["data"] == {"note": {"text": "hello"}}


def test_a_query_that_is_deeper_than_the_limit_is_refused(notes):
    """A schema without circles has a depth by itself: what is deeper is no query of it."""
    notes.resolver("Query.note", "notes", GET.format(key=BY_ID))
    notes.resolver("Mutation.addNote", "notes", PUT)
    notes.resolver("Note.related", "notes", GET.format(key=ANOTHER))
    notes.answer('mutation { addNote(id: "1", text: "hello") { id } }')

    def asked(levels: int) -> Any:
        inner = "related { " * (levels - 2) + "id" + " }" * (levels - 2)
        return notes.answer(f'{{ note(id: "1") {{ {inner} }} }}')[1]

    assert "errors" not in asked(DEPTH_LIMIT)
    refused = asked(DEPTH_LIMIT + 1)
    assert refused["data"] is None
    assert f"deeper than {DEPTH_LIMIT} levels" in refused["errors"][0]["message"]
    _, found = notes.answer("{ me { id } }")
    assert "must not have a selection" in found["errors"][0]["message"]
