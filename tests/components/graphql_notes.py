"""Notes: a GraphQL API with one of everything, for tests."""

from __future__ import annotations

from typing import Any

from components.graphql import sources
from components.graphql.authorization import UserPoolTokens
from components.graphql.graphql_api import GraphqlApi, GraphqlApiArgs
from components.graphql.resolver import Resolver
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults

SCHEMA = """
type Note {
  id: ID!
  text: String!
  author: String
}

type Query {
  note(id: ID!): Note
}

type Mutation {
  addNote(text: String!): Note
}

type Subscription {
  onNote(id: ID): Note @aws_subscribe(mutations: ["addNote"])
}
"""

CODE = """import { util } from '@aws-appsync/utils';
export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }) };
}
export function response(ctx) {
  return ctx.result;
}
"""

TABLE = arn("dynamodb", "table/notes")
FUNCTION = arn("lambda", "function:notes")
POOL = UserPoolTokens(user_pool="eu-west-1_notes", client_id="web")
READ = Resolver(field="Query.note", source="notes", code=CODE)
ADD = Resolver(field="Mutation.addNote", source="notes", code=CODE)


def args(**changes: Any) -> GraphqlApiArgs:
    """An API of one table, with anything about it changed."""
    given = {
        "schema": SCHEMA,
        "authorization": (POOL,),
        "sources": {"notes": sources.table(TABLE, may="read_write")},
        "resolvers": (READ, ADD),
        "defaults": defaults(),
    }
    return GraphqlApiArgs(**{**given, **changes})


def notes(**changes: Any) -> Cloud:
    """The API in memory."""
    return deploy(lambda: GraphqlApi("notes", args(**changes)).url)
