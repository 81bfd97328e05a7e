"""Amazon Cognito, users: how long passwords are, that users are not deleted, and no guests."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cognito
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide"


@rule(
    "cognito-user-pool-password-length",
    "Passwords of a user pool are long",
    about=cognito.UserPool,
    severity=Severity.MEDIUM,
    remedy="Set minimum_length of the password policy to 12 or more",
    documentation=f"{GUIDE}/managing-users-passwords.html",
)
def passwords_are_long(pool: Resource, *, minimum_length: int = 8) -> Iterator[str]:
    """Short passwords are found by trying, and no other rule of characters makes up for that
    (NIST SP 800-63B, 5.1.1)."""
    length = pool.get("passwordPolicy.minimumLength", 8)
    if length < minimum_length:
        yield f"passwords of {length:g} characters are taken, fewer than {minimum_length}"


@rule(
    "cognito-user-pool-deletion-protection",
    "A user pool is protected from deletion",
    about=cognito.UserPool,
    level=Level.ONLY_IN_PROD,
    severity=Severity.HIGH,
    remedy="Set deletion_protection to ACTIVE",
    documentation=f"{GUIDE}/user-pool-settings-deletion-protection.html",
)
def user_pool_is_protected(pool: Resource) -> Iterator[str]:
    """Users and their passwords are in no backup: none of them could sign in again."""
    if pool.get("deletionProtection", "INACTIVE") != "ACTIVE":
        yield "it is not protected from deletion"


@rule(
    "cognito-identity-pool-guests",
    "An identity pool gives no credentials to guests",
    about=cognito.IdentityPool,
    severity=Severity.HIGH,
    remedy="Set allow_unauthenticated_identities to False",
    documentation=f"{GUIDE}/identity-pools.html",
)
def identity_pool_has_no_guests(pool: Resource) -> Iterator[str]:
    """Anyone who knows the id of the pool, which is in every client, gets credentials of AWS."""
    if pool.get("allowUnauthenticatedIdentities", False) is True:
        yield "guests get credentials"


RULES = (passwords_are_long, user_pool_is_protected, identity_pool_has_no_guests)
