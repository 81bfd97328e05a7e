"""Rules on the protection of buckets: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import s3

from policies.framework.resource import UNKNOWN
from policies.rules import s3_protection
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def bucket(stack="prod", **properties):
    return resource(s3.Bucket, "b", None, stack, **properties)


BUCKET = bucket()


def beside(kind, **properties):
    return resource(kind, "beside", {"bucket": [BUCKET]}, "prod", bucket="b", **properties)


def versions(status):
    return beside(s3.BucketVersioning, versioningConfiguration={"status": status})


def expires(days=None, prefix=""):
    expiration = {"days": days} if days else {"expiredObjectDeleteMarker": True}
    rules = [{"expiration": expiration, "filter": {"prefix": prefix}}]
    return beside(s3.BucketLifecycleConfiguration, rules=rules)


def grants(uri):
    return [{"grantee": {"type": "Group", "uri": uri}, "permission": "READ"}]


EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers"
LOGS = "http://acs.amazonaws.com/groups/s3/LogDelivery"
ALLOWED = {
    s3_protection.bucket_is_not_emptied: {
        "nothing is set": [BUCKET],
        "it is off": [bucket(forceDestroy=False)],
        "it is not in prod": [bucket("dev", forceDestroy=True)],
    },
    s3_protection.bucket_keeps_versions: {
        "it does": [BUCKET, versions("Enabled")],
        "in the older spelling": [bucket(versioning={"enabled": True})],
        "all objects expire": [BUCKET, versions("Suspended"), expires(7.0)],
        "it is not in prod": [bucket("dev")],
    },
    s3_protection.no_list_is_public: {
        "nothing is set": [BUCKET],
        "it is private": [BUCKET, beside(s3.BucketAcl, acl="private")],
        "logs may be delivered": [
            BUCKET,
            beside(s3.BucketAcl, accessControlPolicy={"grants": grants(LOGS)}),
        ],
    },
}
REFUSED = {
    s3_protection.bucket_is_not_emptied: {
        "it is": [bucket(forceDestroy=True)],
        "it is not known yet": [bucket(forceDestroy=UNKNOWN)],
    },
    s3_protection.bucket_keeps_versions: {
        "nothing is set": [BUCKET],
        "they are suspended": [BUCKET, versions("Suspended")],
        "some objects expire": [BUCKET, versions("Suspended"), expires(7.0, "tmp/")],
        "only marks of deleted objects expire": [BUCKET, expires()],
        "it is off, in the older spelling": [bucket(versioning={"enabled": False})],
    },
    s3_protection.no_list_is_public: {
        "it is public": [bucket(acl="public-read")],
        "a list beside it": [BUCKET, beside(s3.BucketAcl, acl="public-read-write")],
        "everyone with an account": [BUCKET, beside(s3.BucketAcl, acl="authenticated-read")],
        "an object": [BUCKET, beside(s3.BucketObjectv2, acl="public-read")],
        "a grant": [
            BUCKET,
            beside(s3.BucketAcl, accessControlPolicy={"grants": grants(EVERYONE)}),
        ],
        "a grant, in the older spelling": [bucket(grants=[{"uri": EVERYONE}])],
        "it is not known yet": [bucket(acl=UNKNOWN)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
