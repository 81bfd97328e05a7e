"""Schema: the types of a GraphQL API, read, validated and asked about before anything is made.

Every error names the file and the line, as ``schema.graphql:12: ...``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    Source,
    build_ast_schema,
    get_location,
    get_named_type,
    parse,
    validate_schema,
)
from graphql.language import Node, ScalarTypeDefinitionNode
from graphql.validation.validate import validate_sdl

# https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
SCALARS = (
    *("AWSDate", "AWSTime", "AWSDateTime", "AWSTimestamp", "AWSEmail"),
    *("AWSJSON", "AWSURL", "AWSPhone", "AWSIPAddress"),
)

# https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
DIRECTIVES = """
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
"""
APPSYNC = parse(DIRECTIVES + "\n".join(f"scalar {name}" for name in SCALARS))

# In bytes: https://docs.aws.amazon.com/general/latest/gr/appsync.html
LONGEST = 1_000_000


@dataclass(frozen=True)
class Schema:
    """A schema that AppSync takes; ``name`` is its file's, or ``schema`` for a text."""

    name: str
    text: str
    types: GraphQLSchema

    @classmethod
    def of(cls, given: Path | str) -> Schema:
        """The schema in a file (a ``Path``), or given as text.

        Raises ``ValueError`` for a file that is missing, a mistake of syntax, a type, directive or
        scalar that AppSync does not know, and a subscription that no mutation could start.
        """
        name, text = (given.name, _content(given)) if isinstance(given, Path) else ("schema", given)
        if len(text.encode()) > LONGEST:
            raise ValueError(f"{name} must have {LONGEST:,} bytes at most, got {len(text):,}")
        found = cls(name, text, _built(name, text))
        found.refuse(found.subscription_errors())
        return found

    def roots(self) -> dict[str, GraphQLField]:
        """The fields of queries and mutations, each as ``Query.item``: they need resolvers."""
        kinds = (self.types.query_type, self.types.mutation_type)
        return {key: field for kind in kinds for key, field in fields_of(kind).items()}

    def subscriptions(self) -> dict[str, GraphQLField]:
        """The fields of subscriptions, each as ``Subscription.onItem``."""
        return fields_of(self.types.subscription_type)

    def field(self, key: str) -> GraphQLField:
        """A field by its key; raises ``ValueError`` for one that is not in the schema."""
        type_name, _, field_name = key.partition(".")
        kind = self.types.type_map.get(type_name)
        if not isinstance(kind, GraphQLObjectType):
            raise ValueError(f"{self.name} has no type {type_name or key}, got a resolver of {key}")
        if field_name not in kind.fields:
            known = ", ".join(kind.fields)
            raise ValueError(
                f"{self.at(kind.ast_node)}: {type_name} has the fields {known}; "
                f"got a resolver of {key}"
            )
        found: GraphQLField = kind.fields[field_name]
        return found

    def at(self, node: Node | None) -> str:
        """Where a node stands, as ``schema.graphql:12``."""
        if node is None or node.loc is None:
            return self.name
        return f"{self.name}:{get_location(node.loc.source, node.loc.start).line}"

    def refuse(self, mistakes: Iterable[str]) -> None:
        """Raise ``ValueError`` with all mistakes, one a line, if there are any."""
        if found := list(mistakes):
            raise ValueError("\n".join(found))

    def directives(self) -> dict[str, str]:
        """The directives on types and fields, each with where it stands first."""
        found: dict[str, str] = {}
        for kind in self.types.type_map.values():
            if isinstance(kind, GraphQLObjectType):
                for node in (kind.ast_node, *[f.ast_node for f in kind.fields.values()]):
                    for used in node.directives if node else ():
                        found.setdefault(used.name.value, self.at(used))
        return found

    def subscription_errors(self) -> list[str]:
        """What would keep a subscription from ever being published to."""
        mutations = fields_of(self.types.mutation_type, short=True)
        found = []
        for key, field in self.subscriptions().items():
            at, names = self.at(field.ast_node), mutations_of(field)
            if not names:
                found.append(f"{at}: {key} must name its mutations with @aws_subscribe")
            for name in names:
                if name not in mutations:
                    found.append(f"{at}: {key} is published to by {name}, which is no mutation")
                elif str(get_named_type(mutations[name].type)) != str(get_named_type(field.type)):
                    found.append(
                        f"{at}: {key} must have the type of {name}, {mutations[name].type}, "
                        f"got {field.type}"
                    )
            payload = get_named_type(field.type)
            known = payload.fields if isinstance(payload, GraphQLObjectType) else {}
            found += [
                f"{at}: {key} filters by {argument}, which is no field of {payload}"
                for argument in field.args
                if argument not in known and known
            ]
        return found


def fields_of(kind: GraphQLObjectType | None, short: bool = False) -> dict[str, GraphQLField]:
    """The fields of a type, if the schema has it, each as ``Type.field`` or by its name alone."""
    fields = {} if kind is None else kind.fields
    return {key if short else f"{kind}.{key}": field for key, field in fields.items()}


def mutations_of(subscription: GraphQLField) -> list[str]:
    """The mutations whose results a subscription is sent."""
    node = subscription.ast_node
    return [
        str(value.value)
        for directive in (node.directives if node else ())
        if directive.name.value == "aws_subscribe"
        for argument in directive.arguments
        for value in getattr(argument.value, "values", ())
    ]


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ValueError(f"schema must be a file or a text, got no file {path}") from None


@cache
def _built(name: str, text: str) -> GraphQLSchema:
    try:
        given = parse(Source(text, name))
    except GraphQLError as error:
        line = error.locations[0].line if error.locations else 1
        raise ValueError(f"{name}:{line}: {error.message}") from None
    whole = DocumentNode(definitions=(*APPSYNC.definitions, *given.definitions))
    _refuse(validate_sdl(whole), name)
    types = build_ast_schema(whole, assume_valid_sdl=True)
    foreign = [
        GraphQLError(f"AppSync takes no scalars but its own, got {node.name.value}", node)
        for node in given.definitions
        if isinstance(node, ScalarTypeDefinitionNode)
    ]
    _refuse([*foreign, *validate_schema(types)], name)
    return types


def _refuse(errors: Iterable[GraphQLError], name: str) -> None:
    """Raise ``ValueError`` with all errors, one a line, each with its place in the given file."""
    if said := [f"{_place(error, name)}: {error.message}" for error in errors]:
        raise ValueError("\n".join(said))


def _place(error: GraphQLError, name: str) -> str:
    """Where an error stands in the given file, not in AppSync's own definitions."""
    for node in error.nodes or ():
        if node.loc and node.loc.source.name == name:
            return f"{name}:{get_location(node.loc.source, node.loc.start).line}"
    return name
