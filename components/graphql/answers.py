"""Answers: whether each field has one resolver, which questions a cached answer is for, and which
tokens are answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from components.graphql.authorization import Authorization, UserPoolTokens, kind_of
from components.graphql.code import Code
from components.graphql.resolver import Resolver
from components.graphql.schema import Schema


def check(schema: Schema, resolvers: Sequence[Resolver], passthrough: Sequence[str]) -> None:
    """Raise ``ValueError`` for queries and mutations that nothing answers, or more than one."""
    schema.refuse(_mistakes(schema, [each.field for each in resolvers], passthrough))


def _mistakes(schema: Schema, given: list[str], passthrough: Sequence[str]) -> Iterator[str]:
    for key in sorted({key for key in given if given.count(key) > 1}):
        yield f"{schema.name}: {key} must have one resolver, got {given.count(key)}"
    roots = schema.roots()
    for key in passthrough:
        if key not in roots or key in given:
            yield f"{schema.name}: passthrough must name fields without resolver, got {key}"
    for key, found in roots.items():
        if key not in given and key not in passthrough:
            yield f"{schema.at(found.ast_node)}: {key} has no resolver, and is no passthrough"


def caching_keys(schema: Schema, callers: Sequence[Authorization], resolver: Resolver) -> list[str]:
    """The keys of a cached answer: the field's arguments, the caller unless it is shared, and what
    the resolver names; none where nothing is cached.
    """
    if resolver.cached is None:
        return []
    arguments = [f"$context.arguments.{name}" for name in schema.field(resolver.field).args]
    caller = None if resolver.cached.shared else kind_of(callers[0]).caller
    keys = [*arguments, *([caller] if caller else []), *resolver.cached.keys]
    return list(dict.fromkeys(keys))


def check_cached(schema: Schema, callers: Sequence[Authorization], resolver: Resolver) -> None:
    """Raise ``ValueError`` for cached answers whose keys do not have the caller."""
    if resolver.cached is None or resolver.cached.shared:
        return
    if len(callers) > 1:
        raise ValueError(
            f"{resolver.field} must be shared to be cached where callers prove themselves in "
            "several ways: no one key names them all"
        )
    keys = caching_keys(schema, callers, resolver)
    if not any(key.startswith("$context.identity.") for key in keys):
        raise ValueError(
            f"{resolver.field} must be shared to be cached, or keys must name the caller, as "
            "$context.identity.resolverContext.userId"
        )


def guarded(schema: Schema, callers: Sequence[Authorization], resolver: Resolver) -> Resolver:
    """The resolver, whose code refuses ID tokens if the API does and it is of a field by which a
    request begins: AppSync looks for no use of a token.

    Raises ``ValueError`` for code that cannot be made to.
    """
    refuses = any(isinstance(each, UserPoolTokens) and not each.id_tokens for each in callers)
    begins = {**schema.roots(), **schema.subscriptions()}
    if not refuses or resolver.code is None or resolver.field not in begins:
        return resolver
    try:
        return replace(resolver, code=Code.of(resolver.code).for_access_tokens().text)
    except ValueError as error:
        raise ValueError(f"{resolver.field}: {error}") from None
