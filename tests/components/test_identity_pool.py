import json

import pytest
from pulumi_aws import cognito, iam

from components.access import Access
from components.identity.identity_pool import IdentityPool, IdentityPoolArgs, UserFolder
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, defaults, statements

BUCKET = "arn:aws:s3:::photos"
ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool"
OWN = "${cognito-identity.amazonaws.com:sub}"


def given(**changes) -> IdentityPoolArgs:
    args = {
        "issuer": ISSUER,
        "client_ids": ("web",),
        "folders": (UserFolder(bucket=BUCKET),),
        "defaults": defaults(),
        **changes,
    }
    return IdentityPoolArgs(**args)


def made(**changes) -> Cloud:
    return deploy(lambda: IdentityPool("shop", given(**changes)).id)


def test_guests_get_no_credentials_and_clients_name_no_role():
    pool = made().one(cognito.IdentityPool).inputs
    assert pool["allowUnauthenticatedIdentities"] is False
    assert pool["allowClassicFlow"] is False
    assert pool["tags"] == TAGS


def test_tokens_of_the_clients_are_exchanged_and_revoked_ones_are_not():
    pool = made(client_ids=("web", "app")).one(cognito.IdentityPool).inputs
    assert pool["cognitoIdentityProviders"] == [
        {
            "clientId": client,
            "providerName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool",
            "serverSideTokenCheck": True,
        }
        for client in ("web", "app")
    ]


def test_signed_in_identities_of_this_pool_alone_may_assume_the_role():
    cloud = made()
    [statement] = json.loads(cloud.one(iam.Role).inputs["assumeRolePolicy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": "shop-pool-id"},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
        },
    }
    attached = cloud.one(cognito.IdentityPoolRoleAttachment).inputs
    assert attached["identityPoolId"] == "shop-pool-id"
    assert [*attached["roles"]] == ["authenticated"]


def test_an_identity_has_its_own_folder_of_a_bucket_and_no_other():
    objects, listing = statements(made(), "shop")
    assert objects["Action"] == ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    assert objects["Resource"] == [f"{BUCKET}/users/{OWN}/*"]
    assert listing["Action"] == ["s3:ListBucket"]
    assert listing["Resource"] == [BUCKET]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": [f"users/{OWN}/*"]}}


def test_further_grants_are_in_the_role():
    publish = Access(actions=("iot:Connect",), resources=("arn:aws:iot:eu-west-1:1:client/a",))
    [found] = statements(made(folders=(), uses=(publish,)), "shop")
    assert found["Action"] == ["iot:Connect"]


@pytest.mark.parametrize("prefix", ["", "/users", "users/", "us*rs", "a b"])
def test_a_prefix_that_would_reach_other_folders_is_refused(prefix):
    with pytest.raises(ValueError, match="prefix must be names of ASCII"):
        UserFolder(bucket=BUCKET, prefix=prefix)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"client_ids": ()}, "client_ids must name at least one client, got none"),
        ({"folders": ()}, "folders or uses must allow something, got neither"),
    ],
)
def test_a_pool_without_use_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        given(**changes)
