"""User pools on the emulator."""

from __future__ import annotations

import pytest

from tests.local.provider.walk import Workshop, provider_at, walk

POLICY = {"minimumLength": 12, "requireSymbols": False}


@pytest.fixture
def shop(emulator_endpoint):
    workshop = Workshop(provider_at(emulator_endpoint))
    yield workshop
    workshop.clear()


@pytest.fixture
def pool(shop):
    return shop.make("aws:cognito/userPool:UserPool", "p", passwordPolicy=POLICY)


def test_a_user_pool(pool):
    assert pool.state["endpoint"] == f"cognito-idp.eu-west-1.amazonaws.com/{pool.id}"
    walk(
        pool,
        passwordPolicy={**POLICY, "minimumLength": 14},
        mfaConfiguration="OPTIONAL",
        softwareTokenMfaConfiguration={"enabled": True},
        tags={"team": "a"},
    )


def test_a_second_factor_may_be_asked_for_from_the_start(shop):
    factor = {"mfaConfiguration": "ON", "softwareTokenMfaConfiguration": {"enabled": True}}
    made = shop.make("aws:cognito/userPool:UserPool", "strict", **factor)
    found = made.provider.cloud.client("cognito-idp").get_user_pool_mfa_config(UserPoolId=made.id)
    assert found["MfaConfiguration"] == "ON"
    assert found["SoftwareTokenMfaConfiguration"] == {"Enabled": True}


def test_a_client_of_a_pool(shop, pool):
    made = shop.make(
        "aws:cognito/userPoolClient:UserPoolClient",
        "c",
        userPoolId=pool.id,
        explicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        preventUserExistenceErrors="ENABLED",
    )
    assert made.state["clientSecret"] == ""
    assert not made.diff(explicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"])
    walk(made, explicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


def test_a_group_of_a_pool(shop, pool):
    made = shop.make("aws:cognito/userGroup:UserGroup", "agents", userPoolId=pool.id, name="agents")
    assert made.diff(description="may write").delete_first
    walk(made)
