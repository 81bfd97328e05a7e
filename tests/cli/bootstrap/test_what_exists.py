from __future__ import annotations

import json

import pytest

from cli import __main__ as command
from tests.cli.bootstrap.conftest import WORDS
from tests.cli.bootstrap.test_bootstrap import ALL, BUCKET, OWNER, ROLE

OTHER = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
}


def test_what_the_bucket_and_the_keys_are(whole):
    s3, kms = whole.client("s3"), whole.client("kms")
    key = kms.describe_key(KeyId="alias/platform/state")["KeyMetadata"]
    [rule] = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": key["Arn"],
    }
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    blocks = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert list(blocks.values()) == [True] * 4
    [tls] = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    for alias in ("alias/platform/state", "alias/platform-dev"):
        found = kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"]
        assert kms.get_key_rotation_status(KeyId=found)["KeyRotationEnabled"]


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "changes"),
    [
        ("s3", "delete_bucket", {"Bucket": BUCKET}, ALL[3:9]),
        ("s3", "delete_bucket_encryption", {"Bucket": BUCKET}, ["PutBucketEncryption"]),
        ("s3", "delete_public_access_block", {"Bucket": BUCKET}, ["PutPublicAccessBlock"]),
        ("s3", "delete_bucket_policy", {"Bucket": BUCKET}, ["PutBucketPolicy"]),
        (
            *("s3", "delete_bucket_lifecycle", {"Bucket": BUCKET}),
            ["PutBucketLifecycleConfiguration"],
        ),
        ("kms", "delete_alias", {"AliasName": "alias/platform-dev"}, ALL[1:3]),
        (
            "iam",
            "delete_open_id_connect_provider",
            {
                "OpenIDConnectProviderArn": f"arn:aws:iam::{OWNER}:oidc-provider/"
                "token.actions.githubusercontent.com"
            },
            ["CreateOpenIDConnectProvider"],
        ),
        (
            *("iam", "delete_role_policy", {"RoleName": ROLE, "PolicyName": "state"}),
            ["PutRolePolicy"],
        ),
    ],
)
def test_what_is_missing_alone_is_made_alone(whole, service, operation, parameters, changes):
    getattr(whole.client(service), operation)(**parameters)
    whole.taken()
    assert command.main([*WORDS, "--yes"]) == 0
    assert whole.taken() == changes


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "said", "undone"),
    [
        (
            *("s3", "put_bucket_versioning"),
            {"Bucket": BUCKET, "VersioningConfiguration": {"Status": "Suspended"}},
            "versioning is Suspended",
            (
                "put_bucket_versioning",
                {"Bucket": BUCKET, "VersioningConfiguration": {"Status": "Enabled"}},
            ),
        ),
        (
            *("s3", "put_public_access_block"),
            {"Bucket": BUCKET, "PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
            "IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets off",
            ("delete_public_access_block", {"Bucket": BUCKET}),
        ),
        (
            *("iam", "put_role_policy"),
            {
                "RoleName": ROLE,
                "PolicyName": "deploy",
                "PolicyDocument": json.dumps(OTHER),
            },
            f"aws iam delete-role-policy --role-name {ROLE} --policy-name deploy",
            ("delete_role_policy", {"RoleName": ROLE, "PolicyName": "deploy"}),
        ),
    ],
)
def test_a_setting_that_differs_is_named_and_stays(
    whole, capsys, service, operation, parameters, said, undone
):
    client = whole.client(service)
    getattr(client, operation)(**parameters)
    whole.taken()
    assert command.main([*WORDS, "--yes"]) == 1
    assert said in capsys.readouterr().out
    assert whole.taken() == []
    getattr(client, undone[0])(**undone[1])
    assert command.main([*WORDS, "--yes"]) == 0


def test_a_key_that_cannot_encrypt_ends_it(whole, capsys):
    kms = whole.client("kms")
    key = kms.describe_key(KeyId="alias/platform-dev")["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key)
    whole.taken()
    assert command.main([*WORDS, "--yes"]) == 1
    assert f"alias/platform-dev is key {key}, which is PendingDeletion" in capsys.readouterr().err
    assert whole.taken() == []
    kms.cancel_key_deletion(KeyId=key)
    kms.enable_key(KeyId=key)


def test_a_second_stage_shares_the_bucket_and_the_identity_provider(whole, capsys):
    assert command.main(["bootstrap", "prod", "--github", "shop/platform", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert f"there    state bucket {BUCKET}" in shown
    assert whole.taken() == [*ALL[9:12], *ALL[13:]]


def test_the_lines_to_copy(whole, capsys):
    assert command.main([*WORDS, "--yes"]) == 0
    shown = capsys.readouterr().out
    roles = f"arn:aws:iam::{OWNER}:role/platform-pipelines/platform-dev"
    for line in (
        '  secretsprovider: "awskms://alias/platform-dev?region=eu-west-1"',
        f"  pulumi login 's3://{BUCKET}?region=eu-west-1'",
        f"  PULUMI_BACKEND_URL=s3://{BUCKET}?region=eu-west-1",
        f"  AWS_DEPLOY_ROLE={roles}-deploy",
        f"  AWS_PREVIEW_ROLE={roles}-preview",
        "  AWS_REGION=eu-west-1",
    ):
        assert line in shown.splitlines()
    assert "owns_api_logs_role" in shown


def test_json_has_the_same_facts(whole, capsys):
    assert command.main([*WORDS, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    pieces = found.pop("pieces")
    assert len(pieces) == 18
    assert all(each["difference"] is None for each in pieces)
    assert found["account"] == OWNER
    assert found["backend"] == f"s3://{BUCKET}?region=eu-west-1"
    assert found["secretsprovider"] == "awskms://alias/platform-dev?region=eu-west-1"
    assert sorted(found["variables"]) == [
        *("AWS_DEPLOY_ROLE", "AWS_PREVIEW_ROLE", "AWS_REGION", "PULUMI_BACKEND_URL"),
    ]
