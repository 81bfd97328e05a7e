"""Rules on the protection of tables: what they allow and what they refuse."""

from __future__ import annotations

import pytest
from pulumi_aws import dynamodb

from policies.framework.resource import UNKNOWN
from policies.rules import dynamodb_protection
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import resource


def table(called="orders", stack="prod", **properties):
    return resource(dynamodb.Table, called, None, stack, **properties)


TTL = {"enabled": True, "attributeName": "ttl"}
ALLOWED = {
    dynamodb_protection.table_can_be_recovered: {
        "it can be": [table(pointInTimeRecovery={"enabled": True})],
        "it is not in prod": [table(stack="dev")],
    },
    dynamodb_protection.table_is_protected: {
        "it is": [table(deletionProtectionEnabled=True)],
        "it is not in prod": [table(stack="dev", deletionProtectionEnabled=False)],
    },
    dynamodb_protection.passing_items_expire: {
        "they expire": [table("orders-idempotency", ttl=TTL)],
        "of orders": [table("orders")],
        "of blocks": [table("blocks")],
    },
}
REFUSED = {
    dynamodb_protection.table_can_be_recovered: {
        "nothing is set": [table()],
        "it is off": [table(pointInTimeRecovery={"enabled": False})],
        "in the stack of a service": [table(stack="prod-orders", pointInTimeRecovery={})],
        "it is not known yet": [table(pointInTimeRecovery=UNKNOWN)],
    },
    dynamodb_protection.table_is_protected: {
        "nothing is set": [table()],
        "it is off": [table(deletionProtectionEnabled=False)],
        "it is not known yet": [table(deletionProtectionEnabled=UNKNOWN)],
    },
    dynamodb_protection.passing_items_expire: {
        "nothing is set": [table("orders-idempotency-table")],
        "it is off": [table("sessions", ttl={**TTL, "enabled": False})],
        "by its own name": [table("t", stack="dev", name="shop-Sessions")],
        "it is not known yet": [table("login-sessions", ttl=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize("name", ["cache", "user-session", "locks", "otp-codes", "rate-limits"])
def test_what_passes_is_known_by_the_name_of_its_table(name):
    assert alone(dynamodb_protection.passing_items_expire, [table(name)]) != []
