"""Answers: whether each field has one resolver, and which questions a cached answer is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.graphql.authorization import Authorization, kind_of
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
