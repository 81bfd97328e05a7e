import pytest
from pulumi_aws import cognito

from components.identity.user_pool import UserPool, UserPoolArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults


def users(**changes) -> Cloud:
    args = UserPoolArgs(**{"mfa": "OPTIONAL", "defaults": defaults(), **changes})
    return deploy(lambda: UserPool("users", args).issuer)


def pool(**changes):
    return users(**changes).one(cognito.UserPool)


def test_passwords_are_long_and_mixed():
    assert pool().inputs["passwordPolicy"] == {
        "minimumLength": 12,
        "requireLowercase": True,
        "requireUppercase": True,
        "requireNumbers": True,
        "requireSymbols": False,
        "temporaryPasswordValidityDays": 7,
    }


@pytest.mark.parametrize("mfa", ["OPTIONAL", "ON"])
def test_a_second_factor_is_a_token_app(mfa):
    assert pool(mfa=mfa).inputs["mfaConfiguration"] == mfa
    assert pool(mfa=mfa).inputs["softwareTokenMfaConfiguration"] == {"enabled": True}


def test_without_a_second_factor_there_is_no_token_app():
    assert pool(mfa="OFF").inputs["mfaConfiguration"] == "OFF"
    assert "softwareTokenMfaConfiguration" not in pool(mfa="OFF").inputs


def test_people_sign_in_without_sending_their_password():
    client = users().one(cognito.UserPoolClient).inputs
    assert client["explicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def test_plain_passwords_are_admitted_only_when_asked():
    client = users(password_sign_in=True).one(cognito.UserPoolClient).inputs
    assert client["explicitAuthFlows"][-1] == "ALLOW_USER_PASSWORD_AUTH"


def test_the_client_holds_no_secret_and_tells_nobody_who_exists():
    client = users().one(cognito.UserPoolClient).inputs
    assert client["userPoolId"] == "users-pool-id"
    assert client["generateSecret"] is False
    assert client["preventUserExistenceErrors"] == "ENABLED"


def test_each_group_is_a_role_a_token_may_carry():
    groups = users(groups=("agents", "auditors")).all(cognito.UserGroup)
    assert {(g.name, g.inputs["name"], g.inputs["userPoolId"]) for g in groups} == {
        ("users-agents", "agents", "users-pool-id"),
        ("users-auditors", "auditors", "users-pool-id"),
    }
    assert users().all(cognito.UserGroup) == []


@pytest.mark.parametrize(("keep", "protection"), [(True, "ACTIVE"), (False, "INACTIVE")])
def test_where_data_is_kept_users_are_too(keep, protection):
    kept = pool(defaults=defaults(keep_data=keep))
    assert kept.inputs["deletionProtection"] == protection
    assert kept.protect is keep


def test_tokens_name_the_pool_as_their_issuer():
    assert users().result == "https://cognito-idp.eu-west-1.amazonaws.com/users-pool"
