"""Bucket: where Pulumi keeps the states of the stages, one for all stages of an account."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from cli.bootstrap.keys import arn_of, state_alias
from cli.bootstrap.pieces import Piece, Thing, code_of
from cli.bootstrap.target import Target
from cli.stage.account import Account
from local.checkout import LocalError
from settings import PROJECT

# How long a state that was overwritten or deleted can be restored.
OLD_VERSIONS_DAYS = 90
UPLOAD_DAYS = 7
PUBLIC_ACCESS = (
    *("BlockPublicAcls", "IgnorePublicAcls"),
    *("BlockPublicPolicy", "RestrictPublicBuckets"),
)
# The Region whose name a bucket's creation must not give.
FIRST_REGION = "us-east-1"


def name_of(account: Account, owner: str) -> str:
    """The name of the bucket unless another is given; ``owner`` is the id of the account."""
    return f"{PROJECT}-state-{owner}-{account.region}"


def bucket(account: Account, target: Target) -> Thing:
    """The bucket and its settings. Every call says whose it must be: names are taken worldwide."""
    return _Bucket(account, target).pieces()


def policy(target: Target) -> dict[str, Any]:
    """Its policy, which refuses requests without TLS."""
    statement = {
        "Sid": "DenyWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [target.states(), target.states("/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


class _Bucket:
    def __init__(self, account: Account, target: Target) -> None:
        self.account, self.name = account, target.bucket
        self.wanted = policy(target)
        self.s3 = account.client("s3")
        self.asked = {"Bucket": target.bucket, "ExpectedBucketOwner": target.owner}

    def pieces(self) -> Thing:
        of = f"of {self.name}"
        return (
            Piece(f"state bucket {self.name}", self.belongs, self.create, ("404", "NoSuchBucket")),
            Piece(f"versions {of}", self.versions, self.keep_versions),
            Piece(
                f"encryption {of} with {state_alias()}",
                self.encryption,
                self.encrypt,
                ("ServerSideEncryptionConfigurationNotFoundError",),
            ),
            Piece(
                f"block of public access {of}",
                self.public_access,
                self.block_public_access,
                ("NoSuchPublicAccessBlockConfiguration",),
            ),
            Piece(
                f"policy {of}, TLS only",
                self.policy,
                lambda: self.s3.put_bucket_policy(**self.asked, Policy=json.dumps(self.wanted)),
                ("NoSuchBucketPolicy",),
            ),
            Piece(
                f"expiry of old versions {of}, {OLD_VERSIONS_DAYS} days",
                self.lifecycle,
                self.expire,
                ("NoSuchLifecycleConfiguration",),
            ),
        )

    def belongs(self) -> str:
        """Raises ``LocalError`` if it cannot be the bucket: nothing else is of use then."""
        try:
            self.s3.head_bucket(**self.asked)
            place = self.s3.get_bucket_location(**self.asked)["LocationConstraint"]
        except ClientError as error:
            if code_of(error) in ("403", "AccessDenied"):
                raise self._taken() from None
            raise
        region = place or FIRST_REGION
        if region != self.account.region:
            raise LocalError(
                f"bucket {self.name} is in {region}, {self.account.stage} in "
                f"{self.account.region}: name another with --bucket"
            )
        return ""

    def create(self) -> None:
        region = self.account.region
        place = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        try:
            self.s3.create_bucket(Bucket=self.name, **({} if region == FIRST_REGION else place))
        except ClientError as error:
            if code_of(error) == "BucketAlreadyExists":
                raise self._taken() from None
            raise

    def versions(self) -> str | None:
        status = self.s3.get_bucket_versioning(**self.asked).get("Status")
        return "" if status == "Enabled" else status and f"versioning is {status}"

    def keep_versions(self) -> None:
        self.s3.put_bucket_versioning(**self.asked, VersioningConfiguration={"Status": "Enabled"})

    def encryption(self) -> str | None:
        """AES256 is what AWS gives a bucket without a configuration of its own."""
        answer = self.s3.get_bucket_encryption(**self.asked)
        [rule] = answer["ServerSideEncryptionConfiguration"]["Rules"]
        given = rule["ApplyServerSideEncryptionByDefault"]
        if given["SSEAlgorithm"] == "AES256":
            return None
        key = given.get("KMSMasterKeyID", "the key of AWS")
        return "" if key == arn_of(self.account, state_alias()) else f"encrypted with {key}"

    def encrypt(self) -> None:
        default = {
            "SSEAlgorithm": "aws:kms",
            "KMSMasterKeyID": arn_of(self.account, state_alias()),
        }
        rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
        self.s3.put_bucket_encryption(
            **self.asked, ServerSideEncryptionConfiguration={"Rules": [rule]}
        )

    def public_access(self) -> str:
        answer = self.s3.get_public_access_block(**self.asked)["PublicAccessBlockConfiguration"]
        off = [each for each in PUBLIC_ACCESS if not answer.get(each)]
        return f"{', '.join(off)} off" if off else ""

    def block_public_access(self) -> None:
        self.s3.put_public_access_block(
            **self.asked,
            PublicAccessBlockConfiguration=dict.fromkeys(PUBLIC_ACCESS, True),
        )

    def policy(self) -> str:
        given = json.loads(self.s3.get_bucket_policy(**self.asked)["Policy"])
        [wanted] = self.wanted["Statement"]
        if wanted in given["Statement"]:
            return ""
        return f"a policy without the statement {wanted['Sid']}: {json.dumps(wanted)}"

    def lifecycle(self) -> str:
        answer = self.s3.get_bucket_lifecycle_configuration(**self.asked)
        for rule in answer["Rules"]:
            if rule["Status"] == "Enabled" and rule.get("NoncurrentVersionExpiration"):
                return ""
        return "no rule that expires old versions"

    def expire(self) -> None:
        rule = {
            "ID": "old-versions",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": OLD_VERSIONS_DAYS},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
        }
        self.s3.put_bucket_lifecycle_configuration(
            **self.asked, LifecycleConfiguration={"Rules": [rule]}
        )

    def _taken(self) -> LocalError:
        return LocalError(
            f"bucket {self.name} belongs to another account, or you may not look at it: "
            "name another with --bucket"
        )
