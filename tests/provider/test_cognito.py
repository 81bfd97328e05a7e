"""User pools in Cognito's words."""

from __future__ import annotations

from local.provider.resource_types.cognito import POOL, password_policy, pool_request, settle_pool
from tests.provider.clients import Script


def test_a_password_policy_is_one_of_several_policies():
    props = {"passwordPolicy": {"minimumLength": 12}, "deletionProtection": "ACTIVE"}
    assert pool_request(props, POOL) == {
        "policies": {"passwordPolicy": {"minimumLength": 12}},
        "deletionProtection": "ACTIVE",
        "tags": {},
    }


def test_a_policy_is_read_as_far_as_the_program_speaks_of_it():
    found = {"Policies": {"PasswordPolicy": {"MinimumLength": 9, "RequireSymbols": True}}}
    assert password_policy(found, {"passwordPolicy": {"minimumLength": 12}}) == {"minimumLength": 9}
    assert password_policy(found, {}) == {"minimumLength": 9, "requireSymbols": True}


def test_a_second_factor_is_set_by_an_operation_of_its_own():
    script = Script("cognito-idp")
    script.expects(
        "set_user_pool_mfa_config",
        {
            "UserPoolId": "eu-west-1_a",
            "MfaConfiguration": "OPTIONAL",
            "SoftwareTokenMfaConfiguration": {"Enabled": True},
        },
    )
    props = {"mfaConfiguration": "OPTIONAL", "softwareTokenMfaConfiguration": {"enabled": True}}
    settle_pool(script.cloud, "eu-west-1_a", props)
    assert script.is_over()
