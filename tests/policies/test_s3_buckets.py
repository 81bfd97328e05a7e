"""Rules on buckets: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import s3 as aws

from policies.rules import s3_buckets
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import resource

BUCKET = resource(aws.Bucket, "files")
DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::files/*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


EXPIRES = {"status": "Enabled", "expiration": {"days": 30.0}}


def of_bucket(kind, **properties):
    return resource(kind, "files-its", refers={"bucket": [BUCKET]}, bucket="files", **properties)


def block(**changes):
    flags = dict.fromkeys(s3_buckets.FLAGS, True)
    return of_bucket(aws.BucketPublicAccessBlock, **{**flags, **changes})


def policy(*statements):
    return of_bucket(aws.BucketPolicy, policy=json.dumps({"Statement": list(statements)}))


def cors(*rules):
    given = [{"allowedMethods": ["GET"], "allowedOrigins": [*origins]} for origins in rules]
    return of_bucket(aws.BucketCorsConfiguration, corsRules=given)


ALLOWED = {
    s3_buckets.bucket_lists_origins: {
        "no site at all": [BUCKET, of_bucket(aws.BucketCorsConfiguration, corsRules=[{}])],
        "a site": [BUCKET, cors(["https://shop.example.com"])],
    },
    s3_buckets.bucket_blocks_public_access: {"all of it": [BUCKET, block()]},
    s3_buckets.bucket_refuses_plain_requests: {
        "its policy denies them": [BUCKET, policy(DENY)],
        "beside what it allows": [BUCKET, policy({"Effect": "Allow", "Principal": "*"}, DENY)],
        "to all accounts": [BUCKET, policy({**DENY, "Principal": {"AWS": "*"}})],
    },
    s3_buckets.bucket_has_lifecycle: {
        "it has one": [BUCKET, of_bucket(aws.BucketLifecycleConfiguration, rules=[EXPIRES])],
        "it has one of the older type": [
            resource(aws.BucketV2, "files"),
            resource(
                aws.BucketLifecycleConfigurationV2,
                "files-its",
                refers={"bucket": [resource(aws.BucketV2, "files")]},
                rules=[EXPIRES],
            ),
        ],
        "its own": [resource(aws.Bucket, "files", lifecycleRules=[{"enabled": True}])],
    },
}
REFUSED = {
    s3_buckets.bucket_lists_origins: {
        "every site": [BUCKET, cors("*")],
        "in a second rule": [BUCKET, cors(["https://shop.example.com"], "*")],
    },
    s3_buckets.bucket_blocks_public_access: {
        "there is no block": [BUCKET],
        "there is no block, of the older type": [resource(aws.BucketV2, "files")],
        "a part is open": [BUCKET, block(restrictPublicBuckets=False)],
        "another bucket's": [resource(aws.Bucket, "others"), BUCKET, block()],
    },
    s3_buckets.bucket_refuses_plain_requests: {
        "there is no policy": [BUCKET],
        "its policy denies something else": [
            BUCKET,
            policy({"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket"}),
        ],
    },
    s3_buckets.bucket_has_lifecycle: {
        "it has none": [BUCKET],
        "it has none, of the older type": [resource(aws.BucketV2, "files")],
        "its rule is disabled": [
            *(BUCKET, of_bucket(aws.BucketLifecycleConfiguration, rules=[{"status": "Disabled"}]))
        ],
        "its own is disabled": [resource(aws.Bucket, "files", lifecycleRules=[{"enabled": False}])],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


def test_only_a_denial_of_all_callers_without_tls_counts():
    for wrong in (
        {**DENY, "Effect": "Allow"},
        {**DENY, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}},
        {**DENY, "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
    ):
        assert alone(s3_buckets.bucket_refuses_plain_requests, [BUCKET, policy(wrong)]) != []
