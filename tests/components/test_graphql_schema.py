from pathlib import Path

import pytest

from components.graphql.schema import Schema
from tests.components.graphql_notes import SCHEMA


def refused(text: str) -> str:
    with pytest.raises(ValueError) as error:
        Schema.of(text)
    return str(error.value)


def test_a_schema_is_a_file_or_a_text(tmp_path):
    path = tmp_path / "notes.graphql"
    path.write_text(SCHEMA)
    assert Schema.of(path).text == Schema.of(SCHEMA).text == SCHEMA
    assert Schema.of(path).name == "notes.graphql"


def test_a_file_that_is_missing_is_named():
    with pytest.raises(ValueError) as error:
        Schema.of(Path("nowhere.graphql"))
    assert str(error.value) == "schema must be a file or a text, got no file nowhere.graphql"


def test_its_queries_mutations_and_subscriptions_are_found():
    schema = Schema.of(SCHEMA)
    assert list(schema.roots()) == ["Query.note", "Mutation.addNote"]
    assert list(schema.subscriptions()) == ["Subscription.onNote"]


def test_scalars_and_directives_of_appsync_are_known():
    text = """
    type Query {
      at: AWSDateTime @aws_iam
      secret: String @aws_cognito_user_pools(cognito_groups: ["agents"])
    }
    """
    assert set(Schema.of(text).directives()) == {"aws_iam", "aws_cognito_user_pools"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("type Query {\n  a:\n}", "schema:3: Syntax Error: Expected Name, found '}'."),
        (
            "type Query {\n  a: Strin\n}",
            "schema:2: Unknown type 'Strin'. Did you mean 'String'?",
        ),
        (
            "type Query {\n  a: Strin\n  b: In\n}",
            "schema:2: Unknown type 'Strin'. Did you mean 'String'?\n"
            "schema:3: Unknown type 'In'. Did you mean 'ID' or 'Int'?",
        ),
        ("type Query {\n  a: Int @cached\n}", "schema:2: Unknown directive '@cached'."),
        (
            "scalar Money\ntype Query {\n  a: Money\n}",
            "schema:1: AppSync takes no scalars but its own, got Money",
        ),
        ("type Note {\n  id: ID\n}", "schema: Query root type must be provided."),
        (
            "scalar AWSDate\ntype Query {\n  a: AWSDate\n}",
            "schema:1: There can be only one type named 'AWSDate'.",
        ),
        ("type Query {\n  a: Int\n" + "#" * 1_000_000 + "\n}", "schema must have 1,000,000 bytes"),
    ],
)
def test_what_appsync_would_refuse_is_refused_with_its_line(text, message):
    assert refused(text).startswith(message)


@pytest.mark.parametrize(
    ("given", "replaced", "message"),
    [
        (
            ' @aws_subscribe(mutations: ["addNote"])',
            "",
            "schema:17: Subscription.onNote must name its mutations with @aws_subscribe",
        ),
        (
            '["addNote"]',
            '["addNotes"]',
            "schema:17: Subscription.onNote is published to by addNotes, which is no mutation",
        ),
        (
            "addNote(text: String!): Note",
            "addNote(text: String!): ID",
            "schema:17: Subscription.onNote must have the type of addNote, ID, got Note",
        ),
        (
            "onNote(id: ID)",
            "onNote(owner: ID)",
            "schema:17: Subscription.onNote filters by owner, which is no field of Note",
        ),
    ],
)
def test_a_subscription_that_nothing_could_reach_is_refused(given, replaced, message):
    assert refused(SCHEMA.replace(given, replaced)) == message
