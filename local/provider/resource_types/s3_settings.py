"""S3: encryption, versions, lifecycle, CORS and ownership of a bucket."""

from __future__ import annotations

from local.provider import shapes
from local.provider.cloud import Cloud
from local.provider.resource import ResourceType
from local.provider.wire import Props

# Where lowering the first letter of S3's word does not make Pulumi's.
OURS = {"ID": "id", "KMSMasterKeyID": "kmsMasterKeyId", "SSEAlgorithm": "sseAlgorithm"}
CORS = {
    "allowedHeaders": "AllowedHeaders",
    "allowedMethods": "AllowedMethods",
    "allowedOrigins": "AllowedOrigins",
    "exposeHeaders": "ExposeHeaders",
    "id": "ID",
    "maxAgeSeconds": "MaxAgeSeconds",
}
LIFECYCLE = {
    "rules": frozenset(
        {
            "abortIncompleteMultipartUpload",
            "expiration",
            "filter",
            "id",
            "noncurrentVersionExpiration",
            "noncurrentVersionTransitions",
            "status",
            "transitions",
        }
    ),
    "rules.abortIncompleteMultipartUpload": frozenset({"daysAfterInitiation"}),
    "rules.expiration": frozenset({"date", "days", "expiredObjectDeleteMarker"}),
    "rules.filter": frozenset({"prefix"}),
    "rules.noncurrentVersionExpiration": frozenset({"newerNoncurrentVersions", "noncurrentDays"}),
    "rules.noncurrentVersionTransitions": frozenset(
        {"newerNoncurrentVersions", "noncurrentDays", "storageClass"}
    ),
    "rules.transitions": frozenset({"date", "days", "storageClass"}),
}


def encrypt(cloud: Cloud, props: Props) -> str:
    asked = {"serverSideEncryptionConfiguration": {"rules": props["rules"]}}
    return put(cloud, "PutBucketEncryption", props, asked)


def put(cloud: Cloud, operation: str, props: Props, asked: Props) -> str:
    shapes.call(cloud.client("s3"), operation, {"bucket": props["bucket"], **asked})
    return str(props["bucket"])


def read_encryption(cloud: Cloud, bucket: str, props: Props) -> Props:
    seen = cloud.client("s3").get_bucket_encryption(Bucket=bucket)
    rules = seen["ServerSideEncryptionConfiguration"]["Rules"]
    return {
        "bucket": bucket,
        "rules": shapes.to_properties(rules, OURS),
    }


def keep_versions(cloud: Cloud, props: Props) -> str:
    asked = {"versioningConfiguration": props["versioningConfiguration"]}
    return put(cloud, "PutBucketVersioning", props, asked)


def read_versioning(cloud: Cloud, bucket: str, props: Props) -> Props | None:
    status = cloud.client("s3").get_bucket_versioning(Bucket=bucket).get("Status")
    if status is None:
        return None
    return {"bucket": bucket, "versioningConfiguration": {"status": status}}


def suspend(cloud: Cloud, bucket: str, props: Props) -> None:
    """A bucket that once kept versions can only cease to."""
    keep_versions(cloud, {"bucket": bucket, "versioningConfiguration": {"status": "Suspended"}})


def own(cloud: Cloud, props: Props) -> str:
    asked = {"ownershipControls": {"rules": [props["rule"]]}}
    return put(cloud, "PutBucketOwnershipControls", props, asked)


def read_ownership(cloud: Cloud, bucket: str, props: Props) -> Props:
    seen = cloud.client("s3").get_bucket_ownership_controls(Bucket=bucket)
    rule = seen["OwnershipControls"]["Rules"][0]
    return {"bucket": bucket, "rule": {"objectOwnership": rule["ObjectOwnership"]}}


def forget_by_rule(cloud: Cloud, props: Props) -> str:
    asked = {"lifecycleConfiguration": {"rules": props["rules"]}}
    return put(cloud, "PutBucketLifecycleConfiguration", props, asked)


def read_lifecycle(cloud: Cloud, bucket: str, props: Props) -> Props:
    seen = cloud.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)
    return {"bucket": bucket, "rules": shapes.to_properties(seen["Rules"], OURS)}


def allow_origins(cloud: Cloud, props: Props) -> str:
    asked = {"CORSConfiguration": {"CORSRules": [_cors_rule(one) for one in props["corsRules"]]}}
    cloud.client("s3").put_bucket_cors(Bucket=props["bucket"], **asked)
    return str(props["bucket"])


def _cors_rule(rule: Props) -> Props:
    return {CORS[key]: value for key, value in rule.items() if value is not None}


def read_origins(cloud: Cloud, bucket: str, props: Props) -> Props:
    seen = cloud.client("s3").get_bucket_cors(Bucket=bucket)["CORSRules"]
    ours = {theirs: key for key, theirs in CORS.items()}
    rules = [{ours[key]: value for key, value in rule.items()} for rule in seen]
    return {"bucket": bucket, "corsRules": rules}


TYPES = (
    ResourceType(
        token="aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        inputs=frozenset({"bucket", "corsRules"}),
        required=frozenset({"bucket", "corsRules"}),
        replace_on=frozenset({"bucket"}),
        blocks={"corsRules": frozenset(CORS)},
        create=allow_origins,
        read=read_origins,
        update=lambda cloud, bucket, change: allow_origins(cloud, change.new),
        delete=lambda cloud, bucket, props: cloud.client("s3").delete_bucket_cors(Bucket=bucket),
    ),
    ResourceType(
        token="aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        inputs=frozenset({"bucket", "rules"}),
        required=frozenset({"bucket", "rules"}),
        replace_on=frozenset({"bucket"}),
        blocks={
            "rules": frozenset({"applyServerSideEncryptionByDefault", "bucketKeyEnabled"}),
            "rules.applyServerSideEncryptionByDefault": frozenset(
                {"kmsMasterKeyId", "sseAlgorithm"}
            ),
        },
        create=encrypt,
        read=read_encryption,
        update=lambda cloud, bucket, change: encrypt(cloud, change.new),
        delete=lambda cloud, bucket, props: cloud.client("s3").delete_bucket_encryption(
            Bucket=bucket
        ),
    ),
    ResourceType(
        token="aws:s3/bucketVersioning:BucketVersioning",
        inputs=frozenset({"bucket", "versioningConfiguration"}),
        required=frozenset({"bucket", "versioningConfiguration"}),
        replace_on=frozenset({"bucket"}),
        blocks={"versioningConfiguration": frozenset({"status"})},
        create=keep_versions,
        read=read_versioning,
        update=lambda cloud, bucket, change: keep_versions(cloud, change.new),
        delete=suspend,
    ),
    ResourceType(
        token="aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        inputs=frozenset({"bucket", "rule"}),
        required=frozenset({"bucket", "rule"}),
        replace_on=frozenset({"bucket"}),
        blocks={"rule": frozenset({"objectOwnership"})},
        create=own,
        read=read_ownership,
        update=lambda cloud, bucket, change: own(cloud, change.new),
        delete=lambda cloud, bucket, props: cloud.client("s3").delete_bucket_ownership_controls(
            Bucket=bucket
        ),
    ),
    ResourceType(
        token="aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        inputs=frozenset({"bucket", "rules"}),
        required=frozenset({"bucket", "rules"}),
        replace_on=frozenset({"bucket"}),
        blocks=LIFECYCLE,
        create=forget_by_rule,
        read=read_lifecycle,
        update=lambda cloud, bucket, change: forget_by_rule(cloud, change.new),
        delete=lambda cloud, bucket, props: cloud.client("s3").delete_bucket_lifecycle(
            Bucket=bucket
        ),
    ),
)
