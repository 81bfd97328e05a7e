import pytest
from pulumi_aws import lambda_, s3

from components.compute.function import Function
from components.objects.bucket import Bucket, BucketArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

OBJECTS = arn("s3", "files-bucket")


def args(**changes) -> BucketArgs:
    return BucketArgs(**{"defaults": defaults(), **changes})


def files(**changes) -> Cloud:
    return deploy(lambda: Bucket("files", args(**changes)).name)


def test_public_access_is_blocked():
    assert files().one(s3.BucketPublicAccessBlock).inputs == {
        "bucket": "files-bucket-id",
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


def test_objects_belong_to_the_account():
    assert files().one(s3.BucketOwnershipControls).inputs["rule"] == {
        "objectOwnership": "BucketOwnerEnforced"
    }


def test_a_bucket_is_encrypted_and_tagged():
    cloud = files()
    [rule] = cloud.one(s3.BucketServerSideEncryptionConfiguration).inputs["rules"]
    assert rule == {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    assert cloud.one(s3.Bucket).inputs["tags"] == TAGS


def test_requests_without_tls_are_denied():
    assert files().one(s3.BucketPolicy).json("policy")["Statement"] == [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [OBJECTS, f"{OBJECTS}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]


@pytest.mark.parametrize(("versioned", "status"), [(True, "Enabled"), (False, "Suspended")])
def test_a_bucket_is_versioned_unless_switched_off(versioned, status):
    made = files(versioned=versioned).one(s3.BucketVersioning).inputs
    assert made["versioningConfiguration"] == {"status": status}


@pytest.mark.parametrize("versioned", [True, False])
def test_old_versions_and_unfinished_uploads_are_deleted_after_a_while(versioned):
    cloud = files(old_version_days=90, versioned=versioned)
    [uploads, old] = cloud.one(s3.BucketLifecycleConfiguration).inputs["rules"]
    assert uploads == {
        "id": "unfinished-uploads",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
    }
    assert old == {
        "id": "old-versions",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrentVersionExpiration": {"noncurrentDays": 90},
        "expiration": {"expiredObjectDeleteMarker": True},
    }


@pytest.mark.parametrize("keep", [True, False])
def test_with_keep_data_a_bucket_is_protected_and_otherwise_deleted_with_its_objects(keep):
    bucket = files(defaults=defaults(keep_data=keep)).one(s3.Bucket)
    assert bucket.protect is keep
    assert bucket.inputs["forceDestroy"] is not keep


def test_a_grant_is_on_its_objects_and_carries_its_name():
    def program() -> None:
        Function("sell", function(uses=(Bucket("files", args()).read("FILES_BUCKET"),)))

    cloud = deploy(program)
    [statement] = grants(cloud, "sell")
    assert statement["Resource"] == [f"{OBJECTS}/*"]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {"FILES_BUCKET": "files-bucket-id"}


def test_days_must_be_at_least_one():
    with pytest.raises(ValueError) as refused:
        args(old_version_days=0)
    assert str(refused.value) == "old_version_days must be at least 1, got 0"
    with pytest.raises(ValueError) as refused:
        args(expiration_days=0)
    assert str(refused.value) == "expiration_days must be at least 1, got 0"


def test_objects_may_be_deleted_after_some_days():
    cloud = files(expiration_days=400)
    [_, old] = cloud.one(s3.BucketLifecycleConfiguration).inputs["rules"]
    assert old["expiration"] == {"days": 400}


def test_the_underlying_resources_are_attributes():
    def program():
        made = Bucket("files", args())
        assert made.notification is None
        pairs = (
            (made.bucket, s3.Bucket),
            (made.ownership_controls, s3.BucketOwnershipControls),
            (made.public_access_block, s3.BucketPublicAccessBlock),
            (made.encryption, s3.BucketServerSideEncryptionConfiguration),
            (made.versioning, s3.BucketVersioning),
            (made.lifecycle_configuration, s3.BucketLifecycleConfiguration),
            (made.policy, s3.BucketPolicy),
        )
        return [isinstance(resource, kind) for resource, kind in pairs]

    assert deploy(program).result == [True] * 7
