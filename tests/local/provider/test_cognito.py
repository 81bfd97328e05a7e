"""User pools on the emulator."""

from __future__ import annotations

import pytest

from tests.local.provider.walk import walk

POLICY = {"minimumLength": 12, "requireSymbols": False}


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


def test_a_user_pool_sends_mail_from_an_address(shop):
    identity = "arn:aws:ses:eu-west-1:000000000000:identity/shop.example.com"
    sent = {
        "emailSendingAccount": "DEVELOPER",
        "sourceArn": identity,
        "fromEmailAddress": '"The shop" <accounts@shop.example.com>',
        "replyToEmailAddress": "help@shop.example.com",
    }
    made = shop.make("aws:cognito/userPool:UserPool", "mail", emailConfiguration=sent)
    walk(made, emailConfiguration={**sent, "fromEmailAddress": "accounts@shop.example.com"})


def test_users_of_a_pool_may_be_known_by_their_address(shop):
    made = shop.make("aws:cognito/userPool:UserPool", "named", usernameAttributes=["email"])
    assert "usernameAttributes" in made.diff(usernameAttributes=[]).replacements
    cognito = made.provider.cloud.client("cognito-idp")
    user = {"UserPoolId": made.id, "Username": "ann@shop.example.com"}
    name = cognito.admin_create_user(**user, MessageAction="SUPPRESS")["User"]["Username"]
    assert name != "ann@shop.example.com"
    assert cognito.admin_get_user(**user)["Username"] == name


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


def test_a_client_that_signs_in_by_code(shop, pool):
    made = shop.make(
        "aws:cognito/userPoolClient:UserPoolClient",
        "web",
        userPoolId=pool.id,
        allowedOauthFlows=["code"],
        allowedOauthFlowsUserPoolClient=True,
        allowedOauthScopes=["openid", "email"],
        callbackUrls=["https://shop.example.com/in"],
        supportedIdentityProviders=["COGNITO"],
        accessTokenValidity=10,
        tokenValidityUnits={"accessToken": "minutes"},
    )
    assert not made.diff(allowedOauthScopes=["email", "openid"])
    walk(made, callbackUrls=["https://shop.example.com/signed-in"], accessTokenValidity=20)


def test_the_scopes_of_a_pool(shop, pool):
    scopes = [{"scopeName": "orders", "scopeDescription": "Place orders"}]
    server = {"userPoolId": pool.id, "identifier": "shop", "name": "shop", "scopes": scopes}
    made = shop.make("aws:cognito/resourceServer:ResourceServer", "scopes", **server)
    assert made.id == f"{pool.id}|shop"
    assert made.state["scopeIdentifiers"] == ["shop/orders"]
    walk(made, scopes=[*scopes, {"scopeName": "items", "scopeDescription": "Read items"}])


def test_the_domain_of_a_pool(shop, pool):
    token = "aws:cognito/userPoolDomain:UserPoolDomain"
    made = shop.make(token, "domain", userPoolId=pool.id, domain="walk-of-a-domain")
    walk(made, managedLoginVersion=2)


def test_an_identity_pool_and_its_role(shop, pool):
    def client(name):
        provider = {"clientId": name, "providerName": "cognito-idp.eu-west-1.amazonaws.com/a"}
        return {**provider, "serverSideTokenCheck": True}

    token = "aws:cognito/identityPool:IdentityPool"
    given = {"identityPoolName": "i", "cognitoIdentityProviders": [client("web")]}
    identities = shop.make(token, "i", **given)
    token = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"
    roles = {"authenticated": "arn:aws:iam::000000000000:role/a"}
    attached = shop.make(token, "r", identityPoolId=identities.id, roles=roles)
    walk(attached, roles={"authenticated": "arn:aws:iam::000000000000:role/b"})
    walk(identities, cognitoIdentityProviders=[client("web"), client("app")], tags={"team": "a"})


def test_a_group_of_a_pool(shop, pool):
    made = shop.make("aws:cognito/userGroup:UserGroup", "agents", userPoolId=pool.id, name="agents")
    assert made.diff(description="may write").delete_first
    walk(made)
