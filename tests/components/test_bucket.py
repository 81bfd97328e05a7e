import pytest
from pulumi_aws import lambda_, s3

from components.compute.function import Function
from components.objects.bucket import Bucket, BucketArgs
from components.objects.cors import Cors
from components.objects.lifecycle import LifecycleRule, Transition
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
        assert (made.notification, made.cors_configuration) == (None, None)
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


def refusal(make) -> str:
    with pytest.raises(ValueError) as refused:
        make()
    return str(refused.value)


TO_ARCHIVE = (
    Transition(days=30, storage_class="STANDARD_IA"),
    Transition(days=90, storage_class="GLACIER"),
)


def test_objects_move_to_cheaper_classes_and_expire_by_prefix():
    raw = LifecycleRule(
        prefix="raw/",
        transitions=TO_ARCHIVE,
        expiration_days=365,
        old_version_transitions=(Transition(days=0, storage_class="GLACIER_IR"),),
    )
    cloud = files(
        lifecycle=(raw, LifecycleRule(prefix="temp/", expiration_days=7)),
        old_version_days=90,
        upload_days=1,
    )
    [uploads, _, moved, expired] = cloud.one(s3.BucketLifecycleConfiguration).inputs["rules"]
    assert uploads["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 1}
    assert moved == {
        "id": "objects-raw/",
        "status": "Enabled",
        "filter": {"prefix": "raw/"},
        "transitions": [
            {"days": 30, "storageClass": "STANDARD_IA"},
            {"days": 90, "storageClass": "GLACIER"},
        ],
        "expiration": {"days": 365},
        "noncurrentVersionTransitions": [{"noncurrentDays": 0, "storageClass": "GLACIER_IR"}],
    }
    assert expired == {
        "id": "objects-temp/",
        "status": "Enabled",
        "filter": {"prefix": "temp/"},
        "expiration": {"days": 7},
    }


WRONG_MOVES = {
    "days of a transition to STANDARD_IA must be at least 30, got 29": lambda: Transition(
        days=29, storage_class="STANDARD_IA"
    ),
    "days of a transition to GLACIER must be at least 0, got -1": lambda: Transition(
        days=-1, storage_class="GLACIER"
    ),
    "storage_class must be one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, "
    "GLACIER, DEEP_ARCHIVE, got COLD": lambda: Transition(days=30, storage_class="COLD"),
    "objects: a lifecycle rule must move or expire objects, got none": lambda: LifecycleRule(),
    "expiration_days must be at least 1, got 0": lambda: LifecycleRule(expiration_days=0),
    "objects: days of GLACIER must be at least 60, 30 after the move to STANDARD_IA, got 59": (
        lambda: LifecycleRule(
            transitions=(TO_ARCHIVE[0], Transition(days=59, storage_class="GLACIER"))
        )
    ),
    "objects: expiration_days must be at least 180, 90 after the move to GLACIER, got 179": (
        lambda: LifecycleRule(transitions=TO_ARCHIVE, expiration_days=179)
    ),
    "objects: S3 moves objects in the order STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, "
    "GLACIER_IR, GLACIER, DEEP_ARCHIVE, got GLACIER before STANDARD_IA": lambda: LifecycleRule(
        transitions=(
            Transition(days=1, storage_class="GLACIER"),
            Transition(days=200, storage_class="STANDARD_IA"),
        )
    ),
    "objects: expiration_days must be at least 180, 90 after the move to GLACIER, got 100": (
        lambda: args(lifecycle=(LifecycleRule(transitions=TO_ARCHIVE),), expiration_days=100)
    ),
    "objects, old versions: old_version_days must be at least 60, 30 after the move to "
    "STANDARD_IA, got 30": lambda: args(
        lifecycle=(LifecycleRule(old_version_transitions=TO_ARCHIVE[:1]),)
    ),
    "lifecycle must have one rule for each prefix, got objects-raw/ twice": lambda: args(
        lifecycle=(LifecycleRule(prefix="raw/", expiration_days=7),) * 2
    ),
    "upload_days must be at least 1, got 0": lambda: args(upload_days=0),
}


@pytest.mark.parametrize(("message", "make"), WRONG_MOVES.items(), ids=list(WRONG_MOVES))
def test_what_s3_would_refuse_or_charge_for_nothing_is_refused(message, make):
    assert refusal(make) == message


def test_an_expiry_on_the_first_possible_day_is_taken():
    LifecycleRule(transitions=TO_ARCHIVE, expiration_days=180)


def test_sites_may_upload_to_a_bucket():
    made = files(cors=Cors(origins=("https://shop.example.com",), methods=("POST", "GET")))
    assert made.one(s3.BucketCorsConfiguration).inputs == {
        "bucket": "files-bucket-id",
        "corsRules": [
            {
                "allowedOrigins": ["https://shop.example.com"],
                "allowedMethods": ["POST", "GET"],
                "exposeHeaders": ["ETag"],
                "maxAgeSeconds": 600,
            }
        ],
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"origins": ()}, "origins and methods must name at least one each"),
        (
            {"origins": ("https://a.example",), "methods": ("PATCH",)},
            "methods must be of GET, PUT, POST, DELETE, HEAD, got PATCH",
        ),
        (
            {"origins": ("https://a.example",), "max_age": -1},
            "max_age must be at least 0, got -1",
        ),
    ],
)
def test_what_a_bucket_does_not_allow_sites(given, message):
    assert refusal(lambda: Cors(**given)) == message


def test_an_origin_that_no_browser_sends_is_refused():
    assert "got 'https://a.example/'" in refusal(lambda: Cors(origins=("https://a.example/",)))
