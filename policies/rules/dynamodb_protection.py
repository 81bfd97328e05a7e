"""Amazon DynamoDB, protection: recovery to a point in time, deletion, and items that expire."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import dynamodb
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"

# What is in tables whose items are of use for a time only, by the names of tables.
PASSING = re.compile(
    r"(?i)idempotency|(?<![a-z])(sessions?|locks?|caches?|otp|nonces?|rate-?limits?)(?![a-z])"
)


@rule(
    "dynamodb-table-point-in-time-recovery",
    "A table can be recovered to any point in time",
    about=dynamodb.Table,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Set point_in_time_recovery.enabled to True",
    documentation=f"{GUIDE}/Point-in-time-recovery.html",
)
def table_can_be_recovered(table: Resource) -> Iterator[str]:
    """What a faulty release has overwritten is in no other copy."""
    if table.get("pointInTimeRecovery.enabled", False) is not True:
        yield "it cannot be recovered to a point in time"


@rule(
    "dynamodb-table-deletion-protection",
    "A table is protected from deletion",
    about=dynamodb.Table,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Set deletion_protection_enabled to True",
    documentation=f"{GUIDE}/WorkingWithTables.Basics.html",
)
def table_is_protected(table: Resource) -> Iterator[str]:
    """One call deletes a table with all that is in it, and its recovery with it."""
    if table.get("deletionProtectionEnabled", False) is not True:
        yield "it is not protected from deletion"


@rule(
    "dynamodb-table-ttl",
    "A table of what passes deletes its items after a time",
    about=dynamodb.Table,
    severity=Severity.MEDIUM,
    remedy="Set ttl with the attribute that has the time of expiry, enabled",
    documentation=f"{GUIDE}/TTL.html",
)
def passing_items_expire(table: Resource) -> Iterator[str]:
    """Records of idempotency, sessions and locks are of use for hours; without an expiry all of
    them are kept, and paid for, for ever."""
    named = f"{table.name} {table.properties.get('name')}"
    if PASSING.search(named) and table.get("ttl.enabled", False) is not True:
        yield "its items never expire"


RULES = (table_can_be_recovered, table_is_protected, passing_items_expire)
