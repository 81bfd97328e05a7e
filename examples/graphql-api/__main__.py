"""Notes: a GraphQL API whose fields are answered from a table and by a function."""

from pathlib import Path

import pulumi

from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.graphql import sources
from components.graphql.authorization import ApiKey, UserPoolTokens
from components.graphql.graphql_api import GraphqlApi, GraphqlApiArgs
from components.graphql.resolver import Resolver
from components.identity.user_pool import UserPool

notes = Table("notes", TableArgs(key="id"))
words = Function("words", FunctionArgs(handler="words.handle", code="app", preset="simple"))
api = GraphqlApi(
    "notes",
    GraphqlApiArgs(
        schema=Path("schema.graphql"),
        authorization=(
            UserPoolTokens(user_pool=UserPool("users")),
            ApiKey(expires="2027-09-30T00:00:00Z"),
        ),
        sources={
            "notes": sources.table(notes, may="read_write"),
            "words": sources.function(words),
        },
        resolvers=(
            Resolver(field="Query.note", source="notes", code=Path("resolvers/note.js")),
            Resolver(field="Mutation.addNote", source="notes", code=Path("resolvers/addNote.js")),
            Resolver(field="Note.words", source="words", code=Path("resolvers/words.js")),
        ),
    ),
)

pulumi.export("url", api.url)
pulumi.export("key", pulumi.Output.unsecret(api.api_key.key))
