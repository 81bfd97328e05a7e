"""What the emulator cannot honour of Cognito; of the rest, see ``local.provider.unsupported``."""

from __future__ import annotations

from collections.abc import Mapping

Reasons = Mapping[tuple[str, str], str]

USER_POOL = "aws:cognito/userPool:UserPool"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain"
IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool"
ROLES = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"

UNSUPPORTED: Reasons = {
    (ROLES, "roleMappings"): "every identity of a pool has one role here",
    (USER_POOL, "emailMfaConfiguration"): "the emulator sends no mail",
    (USER_POOL, "signInPolicy"): "the emulator signs in with a password only",
    (USER_POOL, "userAttributeUpdateSettings"): "the emulator verifies no changed attribute",
    (USER_POOL, "webAuthnConfiguration"): "the emulator has no passkeys",
    (DOMAIN, "certificateArn"): "the emulator has no names and certificates of domains",
    (CLIENT, "analyticsConfiguration"): "the emulator has no analytics",
    (CLIENT, "enablePropagateAdditionalUserContextData"): "the emulator weighs no risks",
    (CLIENT, "refreshTokenRotation"): "the emulator rotates no refresh tokens",
}

INERT: Reasons = {
    (IDENTITY_POOL, "allowUnauthenticatedIdentities"): "the emulator gives guests identities",
    (USER_POOL, "userPoolAddOns"): "the emulator rates no sign-ins",
    (USER_POOL, "usernameConfiguration"): "user names that differ in case are two users here",
    (DOMAIN, "domain"): "the emulator serves every pool's sign-in at its own address",
    (USER_POOL, "deletionProtection"): "the emulator deletes a protected user pool all the same",
}
