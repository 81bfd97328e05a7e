"""Database reference: an RDS database instance, and the grant to make snapshots of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeAlias

from components.access import Access
from components.arn import DATABASE, read, snapshots_of
from components.grants import named
from components.references import HasArn, Text, arn_in, parts_of


class HasIdentifier(HasArn, Protocol):
    """A database instance: ``aws.rds.Instance``."""

    @property
    def identifier(self) -> Text: ...


AnyDatabase: TypeAlias = HasIdentifier | Text


@dataclass(frozen=True, kw_only=True)
class DatabaseRef:
    """An RDS database instance."""

    identifier: Text
    arn: Text

    @classmethod
    def of(cls, given: AnyDatabase) -> DatabaseRef:
        """The reference of a database, by the instance or its ARN; raises ``ValueError`` for
        anything else.
        """
        if isinstance(given, cls):
            return given
        if (arn := arn_in(given)) is None:
            return cls(**parts_of(given, DATABASE, ("identifier", "arn")))
        return cls(identifier=read(arn, DATABASE.name), arn=arn)

    def snapshot(self, variable: str | None = None, *, prefix: str) -> Access:
        """Let a function create snapshots whose ids begin with ``prefix``, of this database and no
        other; the variable carries the database's identifier.
        """
        snapshots = read(self.arn, partial(snapshots_of, prefix))
        return Access(
            actions=("rds:CreateDBSnapshot",),
            resources=(self.arn, snapshots),
            environment=named(variable, self.identifier),
        )
