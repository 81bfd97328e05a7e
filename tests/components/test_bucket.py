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


def test_nothing_in_it_can_be_made_public():
    assert files().one(s3.BucketPublicAccessBlock).inputs == {
        "bucket": "files-bucket-id",
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


def test_all_in_it_belongs_to_the_account():
    assert files().one(s3.BucketOwnershipControls).inputs["rule"] == {
        "objectOwnership": "BucketOwnerEnforced"
    }


def test_it_is_encrypted_and_tagged():
    cloud = files()
    [rule] = cloud.one(s3.BucketServerSideEncryptionConfiguration).inputs["rules"]
    assert rule == {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    assert cloud.one(s3.Bucket).inputs["tags"] == TAGS


def test_it_speaks_tls_only():
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
def test_what_is_overwritten_stays_unless_said(versioned, status):
    made = files(versioned=versioned).one(s3.BucketVersioning).inputs
    assert made["versioningConfiguration"] == {"status": status}


@pytest.mark.parametrize("versioned", [True, False])
def test_old_versions_and_unfinished_uploads_do_not_pile_up(versioned):
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
def test_where_data_is_kept_it_cannot_be_deleted_and_elsewhere_goes_with_what_is_in_it(keep):
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


def test_old_versions_of_no_days_are_refused():
    with pytest.raises(ValueError) as refused:
        args(old_version_days=0)
    assert str(refused.value) == "old_version_days must be at least 1, got 0"
