"""Resolver: what answers one field of a schema, from one data source or by several steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from components.graphql.code import Code
from components.graphql.sources import DataSource
from components.limits import within

# https://docs.aws.amazon.com/appsync/latest/APIReference/API_CachingConfig.html
TTL_SECONDS = (1, 3600)
# https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html
BATCH = (0, 2000)
STEPS = 10

KEY = r"\$context\.(arguments|source|identity)(\.\w+)+"


@dataclass(frozen=True, kw_only=True)
class Cached:
    """That answers of a field are kept, and for which questions an answer is the same.

    The key has every argument of the field, and who the caller is unless the answers are
    ``shared``.
    """

    ttl: int
    """How long an answer is kept, in seconds, 1 to 3,600."""

    shared: bool = False
    """Whether all callers get the same answer; code that looks at the caller must not say so."""

    keys: tuple[str, ...] = ()
    """What the answer depends on besides, as ``$context.source.id`` of the object that the field
    belongs to, or ``$context.identity.resolverContext.tenant``."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, TTL_SECONDS, "seconds")
        for key in self.keys:
            if not re.fullmatch(KEY, key):
                raise ValueError(
                    "keys must be of $context.arguments, $context.source or $context.identity, "
                    f"got {key}"
                )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One function of a pipeline, which several resolvers may use."""

    source: str | None = None
    """Name of its data source; none, whose ``request`` is its result, if not given."""

    code: Path | str
    """Its JavaScript, ``request`` and ``response``: a file as ``Path``, or the text itself."""

    def __post_init__(self) -> None:
        Code.of(self.code)


@dataclass(frozen=True, kw_only=True)
class Resolver:
    """One field, the source it is read from or the steps it takes, and their JavaScript.

    Raises ``ValueError`` for code that AppSync refuses, and for a resolver with both a source and
    steps.
    """

    field: str
    """The type and the field, as ``Query.item`` or ``Item.reviews``."""

    source: str | None = None
    """Name of its data source; none, whose ``request`` is its result, if not given."""

    steps: tuple[str, ...] = ()
    """Names of the steps that it takes one after the other, ten at most; ``request`` of its own
    code comes before, ``response`` after them."""

    code: Path | str | None = None
    """Its JavaScript, ``request`` and ``response``: a file as ``Path``, or the text itself. A
    resolver of a function may have none: the function gets AppSync's whole context."""

    cached: Cached | None = None
    """How long its answers are kept; not at all if not given."""

    batch: int = 0
    """How many calls AppSync hands a function as one, for fields of many objects, up to 2,000; the
    code must then ask for ``BatchInvoke``. Each call by itself if 0."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[_A-Za-z]\w*\.[_A-Za-z]\w*", self.field, re.ASCII):
            raise ValueError(f"field must be Type.field, as Query.item, got {self.field}")
        if self.steps and self.source is not None:
            raise ValueError(f"{self.field} must have a source or steps, got both")
        if len(self.steps) > STEPS:
            raise ValueError(f"steps must be {STEPS} at most, got {len(self.steps)}")
        within("batch", self.batch, BATCH)
        if self.code is not None:
            Code.of(self.code)
        if self.cached and self.field.partition(".")[0] in ("Mutation", "Subscription"):
            raise ValueError(f"{self.field} must not be cached: only what reads is")

    @property
    def parts(self) -> tuple[str, str]:
        """The type and the field."""
        kind, _, name = self.field.partition(".")
        return kind, name


def check(
    resolver: Resolver,
    sources: Mapping[str, DataSource],
    steps: Mapping[str, Step],
) -> None:
    """Raise ``ValueError`` for a source or a step that the API does not have, no code where AppSync
    needs it, a batch of what is no function, and shared answers that depend on the caller.
    """
    where = resolver.field
    for step in resolver.steps:
        if step not in steps:
            raise ValueError(f"{where}: steps are {', '.join(steps) or 'none'}; got {step}")
    for name in (resolver.source, *[steps[step].source for step in resolver.steps]):
        if name is not None and name not in sources:
            raise ValueError(f"{where}: sources are {', '.join(sources) or 'none'}; got {name}")
    source = sources[resolver.source] if resolver.source else None
    of_function = source is not None and source.type == "AWS_LAMBDA"
    if resolver.code is None and not of_function:
        raise ValueError(f"{where} needs code; only a resolver of a function may have none")
    if resolver.batch and not of_function:
        raise ValueError(f"{where}: batch is for functions, got {resolver.batch}")
    if resolver.cached and resolver.cached.shared:
        _check_shared(resolver, steps)


def _check_shared(resolver: Resolver, steps: Mapping[str, Step]) -> None:
    if resolver.code is None:
        raise ValueError(
            f"{resolver.field}: answers can be shared by callers only if code says what the "
            "function gets; without code it gets the caller's identity"
        )
    for given in (resolver.code, *[steps[step].code for step in resolver.steps]):
        code = Code.of(given)
        if code.sees_the_caller:
            raise ValueError(
                f"{resolver.field} must not be shared: {code.name} reads the caller's identity or "
                "headers, or hands on the whole context"
            )
