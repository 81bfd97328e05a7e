"""Shards: the partition that one of many writers of a busy key gets, so that the key is not hot.

DynamoDB takes 1,000 writes a second under one partition key of a table or of an index:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
"""

from __future__ import annotations

from zlib import crc32


def shard_of(writer: str, shards: int) -> int:
    """The shard of an id, from 0 up to ``shards``; always the same."""
    return crc32(writer.encode()) % shards
