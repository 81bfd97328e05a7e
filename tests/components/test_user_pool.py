import pulumi
import pytest
from pulumi_aws import cognito, lambda_

from components.identity.mail import PoolMail
from components.identity.triggers import Triggers
from components.identity.user_pool import UserPool, UserPoolArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import arn, defaults


def users(**changes) -> Cloud:
    args = UserPoolArgs(**{"mfa": "OPTIONAL", "defaults": defaults(), **changes})
    return deploy(lambda: UserPool("users", args).issuer)


def pool(**changes):
    return users(**changes).one(cognito.UserPool)


def test_passwords_have_twelve_characters_of_three_kinds():
    assert pool().inputs["passwordPolicy"] == {
        "minimumLength": 12,
        "requireLowercase": True,
        "requireUppercase": True,
        "requireNumbers": True,
        "requireSymbols": False,
        "temporaryPasswordValidityDays": 7,
    }


@pytest.mark.parametrize("mfa", ["OPTIONAL", "ON"])
def test_the_second_factor_is_an_authenticator_app(mfa):
    assert pool(mfa=mfa).inputs["mfaConfiguration"] == mfa
    assert pool(mfa=mfa).inputs["softwareTokenMfaConfiguration"] == {"enabled": True}


def test_without_mfa_there_is_no_authenticator_app():
    assert pool(mfa="OFF").inputs["mfaConfiguration"] == "OFF"
    assert "softwareTokenMfaConfiguration" not in pool(mfa="OFF").inputs


def test_sign_in_is_by_srp():
    client = users().one(cognito.UserPoolClient).inputs
    assert client["explicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def test_password_sign_in_is_allowed_only_if_given():
    client = users(password_sign_in=True).one(cognito.UserPoolClient).inputs
    assert client["explicitAuthFlows"][-1] == "ALLOW_USER_PASSWORD_AUTH"


def test_the_client_has_no_secret_and_does_not_reveal_which_users_exist():
    client = users().one(cognito.UserPoolClient).inputs
    assert client["userPoolId"] == "users-pool-id"
    assert client["generateSecret"] is False
    assert client["preventUserExistenceErrors"] == "ENABLED"


def test_each_group_is_a_group_of_the_pool():
    groups = users(groups=("agents", "auditors")).all(cognito.UserGroup)
    assert {(g.name, g.inputs["name"], g.inputs["userPoolId"]) for g in groups} == {
        ("users-agents", "agents", "users-pool-id"),
        ("users-auditors", "auditors", "users-pool-id"),
    }
    assert users().all(cognito.UserGroup) == []


@pytest.mark.parametrize(("keep", "protection"), [(True, "ACTIVE"), (False, "INACTIVE")])
def test_with_keep_data_a_pool_is_protected_from_deletion(keep, protection):
    kept = pool(defaults=defaults(keep_data=keep))
    assert kept.inputs["deletionProtection"] == protection
    assert kept.protect is keep


def test_the_issuer_is_the_url_of_the_pool():
    assert users().result == "https://cognito-idp.eu-west-1.amazonaws.com/users-pool"


def test_only_administrators_create_users_by_default():
    given = pool().inputs
    assert given["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": True}
    assert "autoVerifiedAttributes" not in given


def test_users_may_register_with_a_confirmed_email_address():
    given = pool(self_sign_up=True).inputs
    assert given["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": False}
    assert given["autoVerifiedAttributes"] == ["email"]


def test_users_may_be_known_by_their_address():
    assert pool(email_names=True).inputs["usernameAttributes"] == ["email"]
    assert "usernameAttributes" not in pool().inputs


def test_a_new_address_is_confirmed_before_it_replaces_the_old():
    assert pool(self_sign_up=True).inputs["userAttributeUpdateSettings"] == {
        "attributesRequireVerificationBeforeUpdates": ["email"]
    }
    assert "userAttributeUpdateSettings" not in pool().inputs


def test_user_names_that_differ_in_case_are_one_user_but_in_pools_that_exist():
    left_alone = []

    def seen(given: pulumi.ResourceTransformationArgs) -> None:
        if given.type_ == cognito.UserPool.pulumi_type:
            left_alone.extend(given.opts.ignore_changes or [])

    looked_at = pulumi.ResourceOptions(transformations=[seen])
    made = deploy(lambda: UserPool("users", opts=looked_at).issuer).one(cognito.UserPool)
    assert made.inputs["usernameConfiguration"] == {"caseSensitive": False}
    assert left_alone == ["usernameConfiguration"]


IDENTITY = f"arn:aws:ses:eu-west-1:{ACCOUNT}:identity"


@pytest.mark.parametrize("name", ["example.com", "shop.example.com", "Accounts@shop.example.com"])
def test_mail_comes_from_an_identity_of_ses(name):
    mail = PoolMail(
        address="accounts@shop.example.com",
        identity=f"{IDENTITY}/{name}",
        display_name="The shop",
        reply_to="help@example.com",
    )
    assert pool(mail=mail).inputs["emailConfiguration"] == {
        "emailSendingAccount": "DEVELOPER",
        "sourceArn": f"{IDENTITY}/{name}",
        "fromEmailAddress": '"The shop" <accounts@shop.example.com>',
        "replyToEmailAddress": "help@example.com",
    }


def test_without_a_name_the_address_is_all_that_readers_see():
    mail = PoolMail(address="accounts@example.com", identity=f"{IDENTITY}/example.com")
    assert mail.inputs()["from_email_address"] == "accounts@example.com"
    assert "emailConfiguration" not in pool().inputs


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"address": "accounts"}, "address must be one as accounts@example.com, got accounts"),
        ({"reply_to": "a b@example.com"}, "reply_to must be one as accounts@example.com"),
        ({"display_name": 'The "shop"'}, "display_name must have 1 to 64 characters"),
        ({"display_name": "a\r\nBcc: all"}, "display_name must have 1 to 64 characters"),
        ({"identity": f"{IDENTITY}/ample.com"}, "identity must be that of accounts@example.com or"),
        ({"identity": f"{IDENTITY}/other@example.com"}, "identity must be that of accounts@"),
        ({"identity": arn("sns", "topic")}, "SES identity must be given by the ARN of one"),
    ],
)
def test_mail_that_could_not_be_sent_is_refused(changes, message):
    right = {"address": "accounts@example.com", "identity": f"{IDENTITY}/example.com"}
    with pytest.raises(ValueError) as refused:
        PoolMail(**{**right, **changes})
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mfa": "SMS"}, "mfa must be OFF, OPTIONAL or ON, got SMS"),
        ({"groups": ("a", "b", "a")}, "groups must be named once each, got a, b, a"),
    ],
)
def test_a_value_that_cognito_would_refuse_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        UserPoolArgs(**changes)
    assert str(refused.value) == message


def test_a_name_is_enough():
    assert deploy(lambda: UserPool("users").issuer).one(cognito.UserPool).inputs["tags"] == {}


def test_the_underlying_resources_are_attributes():
    def program():
        made = UserPool("users", UserPoolArgs(groups=("agents",)))
        pairs = (
            (made.user_pool, cognito.UserPool),
            (made.user_pool_client, cognito.UserPoolClient),
            (made.user_groups["agents"], cognito.UserGroup),
        )
        return [isinstance(resource, kind) for resource, kind in pairs]

    assert deploy(program).result == [True] * 3


@pytest.mark.parametrize("group", ["guests,agents", "two words", "[agents]", "", "g" * 129])
def test_a_group_whose_name_reads_as_others_is_refused(group):
    with pytest.raises(ValueError, match="groups must have 1 to 128 characters without commas"):
        UserPoolArgs(groups=(group,))


def test_a_password_is_recovered_by_the_confirmed_email_address():
    assert pool(self_sign_up=True).inputs["accountRecoverySetting"] == {
        "recoveryMechanisms": [{"name": "verified_email", "priority": 1}]
    }
    assert "accountRecoverySetting" not in pool().inputs


@pytest.mark.parametrize("mode", ["AUDIT", "ENFORCED"])
def test_threat_protection_comes_with_the_plan_that_has_it(mode):
    given = pool(threat_protection=mode).inputs
    assert given["userPoolTier"] == "PLUS"
    assert given["userPoolAddOns"] == {"advancedSecurityMode": mode}
    assert not {"userPoolTier", "userPoolAddOns"} & pool().inputs.keys()


FUNCTION = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:check"


def test_triggers_are_functions_that_this_pool_alone_may_invoke():
    made = users(triggers=Triggers(pre_sign_up=FUNCTION, pre_token=FUNCTION))
    assert made.one(cognito.UserPool).inputs["lambdaConfig"] == {
        "preSignUp": FUNCTION,
        "preTokenGenerationConfig": {"lambdaArn": FUNCTION, "lambdaVersion": "V2_0"},
    }
    permissions = made.all(lambda_.Permission)
    assert {(p.name, p.inputs["principal"], p.inputs["sourceArn"]) for p in permissions} == {
        (f"users-{trigger}-permission", "cognito-idp.amazonaws.com", arn("cognito", "users-pool"))
        for trigger in ("pre-sign-up", "pre-token")
    }


def test_a_pool_without_triggers_invokes_nothing():
    assert "lambdaConfig" not in pool().inputs
    assert users().all(lambda_.Permission) == []
