"""Kinesis reference: an existing Kinesis stream where a component takes one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from components.arn import KINESIS
from components.encryption import key_of
from components.kinesis_grants import KinesisGrants
from components.references import HasName, Key, Text, name_and_arn

AnyKinesis: TypeAlias = HasName | Text


@dataclass(frozen=True, kw_only=True)
class KinesisRef(KinesisGrants):
    """A Kinesis stream."""

    name: Text
    arn: Text
    key_arn: Key = None

    @classmethod
    def of(cls, given: AnyKinesis, key: Key = None) -> KinesisRef:
        """The reference of a Kinesis stream; raises ``ValueError`` for anything else."""
        if isinstance(given, cls):
            return given
        return cls(**name_and_arn(given, KINESIS), key_arn=key_of(given, key))
