"""Rules on passwords and the deletion of user pools: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import cognito

from policies.framework.resource import UNKNOWN
from policies.rules import cognito_passwords
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def pool(stack="prod", **properties):
    return resource(cognito.UserPool, "p", None, stack, **properties)


ALLOWED = {
    cognito_passwords.passwords_are_long: {
        "twelve characters": [pool(passwordPolicy={"minimumLength": 12.0})],
        "eight characters": [pool(passwordPolicy={"minimumLength": 8.0})],
        "as Cognito does": [pool()],
    },
    cognito_passwords.user_pool_is_protected: {
        "it is": [pool(deletionProtection="ACTIVE")],
        "it is not in prod": [pool("dev")],
    },
}
ALLOWED[cognito_passwords.identity_pool_has_no_guests] = {
    "nothing is set": [resource(cognito.IdentityPool, "i")],
    "there are none": [resource(cognito.IdentityPool, "i", allowUnauthenticatedIdentities=False)],
}
REFUSED = {
    cognito_passwords.identity_pool_has_no_guests: {
        "there are": [resource(cognito.IdentityPool, "i", allowUnauthenticatedIdentities=True)],
        "it is not known yet": [
            resource(cognito.IdentityPool, "i", allowUnauthenticatedIdentities=UNKNOWN)
        ],
    },
    cognito_passwords.passwords_are_long: {
        "six characters": [pool(passwordPolicy={"minimumLength": 6.0})],
        "seven characters": [pool("dev", passwordPolicy={"minimumLength": 7})],
        "it is not known yet": [pool(passwordPolicy={"minimumLength": UNKNOWN})],
    },
    cognito_passwords.user_pool_is_protected: {
        "nothing is set": [pool()],
        "it is off": [pool(deletionProtection="INACTIVE")],
        "it is not known yet": [pool(deletionProtection=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
