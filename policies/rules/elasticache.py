"""Amazon ElastiCache: caches that are encrypted, and say why they are paid for by the hour."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import elasticache
from policies.framework.graph import token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.always_on import without_reason

GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"


@rule(
    "elasticache-cache-encrypted",
    "A cache is encrypted at rest and on the way",
    about=(elasticache.ReplicationGroup, elasticache.Cluster),
    severity=Severity.HIGH,
    remedy="Set at_rest_encryption_enabled and transit_encryption_enabled to True, in the place of "
    "a Cluster of Redis a ReplicationGroup or a ServerlessCache, which is always encrypted",
    documentation=f"{GUIDE}/encryption.html",
)
def cache_is_encrypted(cache: Resource) -> Iterator[str]:
    """A cache holds copies of what is encrypted elsewhere, and the network between it and its
    clients is shared."""
    if cache.has("replicationGroupId"):
        return
    if cache.get("transitEncryptionEnabled") is not True:
        yield "transit_encryption_enabled is not True"
    if cache.type == token(elasticache.Cluster):
        # Memcached has no encryption at rest, and needs none: it writes nothing.
        if cache.get("engine") != "memcached":
            yield "a Cluster is not encrypted at rest"
    elif cache.get("atRestEncryptionEnabled") is not True:
        yield "at_rest_encryption_enabled is not True"


@rule(
    "elasticache-always-on-reason",
    "A cache outside prod says why it is paid for by the hour",
    about=(elasticache.ServerlessCache, elasticache.ReplicationGroup, elasticache.Cluster),
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give it the tag always-on with the reason, or do without: runtime.redis does",
    documentation=f"{GUIDE}/WhatIs.corecomponents.html",
)
def cache_says_why_it_is_always_on(cache: Resource) -> Iterator[str]:
    """A stage that is used for an hour a day pays for the other 23 as well."""
    yield from without_reason(cache)


RULES = (cache_is_encrypted, cache_says_why_it_is_always_on)
