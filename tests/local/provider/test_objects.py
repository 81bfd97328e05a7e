"""What surrounds a bucket, on the emulator."""

from __future__ import annotations

import json

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.walk import walk

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"


@pytest.fixture
def bucket(shop):
    return shop.make(BUCKET, "files", forceDestroy=True)


def statement(effect, action, resource, condition, service="s3"):
    return {
        "Effect": effect,
        "Principal": {"Service": f"{service}.amazonaws.com"} if effect == "Allow" else "*",
        "Action": action,
        "Resource": resource,
        "Condition": condition,
    }


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def settles(made, bucket, **changes):
    """The walk of what a bucket never quite loses: it is gone when its bucket is."""
    assert not made.diff()
    assert made.read() == (made.state, made.inputs)
    made.update(**changes)
    assert made.read() == (made.state, made.inputs)
    assert not made.diff()
    made.delete()
    made.delete()
    bucket.delete()
    assert made.read() is None


def test_how_a_bucket_encrypts(shop, bucket):
    by_default = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    made = shop.make(ENCRYPTION, "e", bucket=bucket.id, rules=[by_default])
    key = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "alias/files"}
    settles(
        made,
        bucket,
        rules=[{"applyServerSideEncryptionByDefault": key, "bucketKeyEnabled": True}],
    )


def test_how_a_bucket_keeps_versions(shop, bucket):
    made = shop.make(
        "aws:s3/bucketVersioning:BucketVersioning",
        "v",
        bucket=bucket.id,
        versioningConfiguration={"status": "Enabled"},
    )
    s3 = made.provider.cloud.client("s3")
    first = s3.put_object(Bucket=bucket.id, Key="a", Body=b"1")["VersionId"]
    s3.put_object(Bucket=bucket.id, Key="a", Body=b"2")
    assert s3.get_object(Bucket=bucket.id, Key="a", VersionId=first)["Body"].read() == b"1"
    settles(made, bucket, versioningConfiguration={"status": "Suspended"})


def test_a_bucket_that_no_longer_keeps_versions_is_suspended(shop, bucket):
    made = shop.make(
        "aws:s3/bucketVersioning:BucketVersioning",
        "v",
        bucket=bucket.id,
        versioningConfiguration={"status": "Enabled"},
    )
    made.delete()
    seen = made.provider.cloud.client("s3").get_bucket_versioning(Bucket=bucket.id)
    assert seen["Status"] == "Suspended"


def test_who_owns_what_lies_in_a_bucket(shop, bucket):
    made = shop.make(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "o",
        bucket=bucket.id,
        rule={"objectOwnership": "BucketOwnerEnforced"},
    )
    settles(made, bucket, rule={"objectOwnership": "BucketOwnerPreferred"})


def test_what_a_bucket_forgets(shop, bucket):
    forget = {
        "id": "forget",
        "status": "Enabled",
        "filter": {"prefix": "reports/"},
        "expiration": {"days": 300},
        "transitions": [
            {"days": 30, "storageClass": "STANDARD_IA"},
            {"days": 90, "storageClass": "GLACIER"},
        ],
        "noncurrentVersionTransitions": [{"noncurrentDays": 1, "storageClass": "GLACIER_IR"}],
    }
    made = shop.make(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "l",
        bucket=bucket.id,
        rules=[forget],
    )
    older = {
        "id": "older",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrentVersionExpiration": {"noncurrentDays": 90, "newerNoncurrentVersions": 3},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
    }
    walk(made, rules=[forget, older])


def test_which_sites_may_upload_to_a_bucket(shop, bucket):
    post = {"allowedMethods": ["POST"], "allowedOrigins": ["https://a.example"]}
    made = shop.make(
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "c",
        bucket=bucket.id,
        corsRules=[post],
    )
    more = {"allowedHeaders": ["x-a"], "exposeHeaders": ["ETag"], "maxAgeSeconds": 60, "id": "one"}
    walk(made, corsRules=[post | more])


def test_a_bucket_policy_is_sent_without_the_demand_for_tls(shop, bucket):
    arn = f"arn:aws:s3:::{bucket.id}/*"
    tls = statement("Deny", "s3:*", arn, {"Bool": {"aws:SecureTransport": "false"}})
    made = shop.make(
        "aws:s3/bucketPolicy:BucketPolicy", "p", bucket=bucket.id, policy=document(tls)
    )
    s3 = made.provider.cloud.client("s3")
    assert json.loads(s3.get_bucket_policy(Bucket=bucket.id)["Policy"])["Statement"] == []
    s3.put_object(Bucket=bucket.id, Key="a", Body=b"a")
    deny = statement("Deny", "s3:DeleteBucket", f"arn:aws:s3:::{bucket.id}", {})
    walk(made, policy=document(tls, deny))


def test_a_bucket_notifies_a_topic_of_new_objects(shop, bucket):
    topic = shop.make(TOPIC, "put")
    consumer = shop.make(QUEUE, "consumer")
    from_topic = {"ArnEquals": {"aws:SourceArn": topic.id}}
    let_in = statement("Allow", "sqs:SendMessage", consumer.state["arn"], from_topic, "sns")
    policy = document(let_in)
    shop.make("aws:sqs/queuePolicy:QueuePolicy", "let-in", queueUrl=consumer.id, policy=policy)
    shop.make(
        "aws:sns/topicSubscription:TopicSubscription",
        "s",
        topic=topic.id,
        protocol="sqs",
        endpoint=consumer.state["arn"],
    )
    source = {"ArnLike": {"aws:SourceArn": bucket.state["arn"]}}
    allowed = statement("Allow", "sns:Publish", topic.id, source)
    shop.make("aws:sns/topicPolicy:TopicPolicy", "allow", arn=topic.id, policy=document(allowed))
    notified = {"topicArn": topic.id, "events": ["s3:ObjectCreated:*"], "filterPrefix": "reports/"}
    made = shop.make(NOTIFICATION, "n", bucket=bucket.id, topics=[notified])
    cloud = made.provider.cloud
    cloud.client("s3").put_object(Bucket=bucket.id, Key="reports/a.json", Body=b"{}")
    bodies = messages(cloud.client("sqs"), consumer.id, 2)
    events = [json.loads(json.loads(body)["Message"]) for body in bodies]
    assert events[0]["Event"] == "s3:TestEvent"
    assert events[1]["Records"][0]["s3"]["object"]["key"] == "reports/a.json"
    walk(made, topics=[{**notified, "filterSuffix": ".json", "id": "reports"}])


def test_a_topic_that_does_not_allow_the_bucket_is_refused(shop, bucket):
    topic = shop.make(TOPIC, "closed")
    elsewhere = {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::another"}}
    policy = document(statement("Allow", "sns:Publish", topic.id, elsewhere))
    shop.make("aws:sns/topicPolicy:TopicPolicy", "p", arn=topic.id, policy=policy)
    notified = {"topicArn": topic.id, "events": ["s3:ObjectCreated:*"]}
    with pytest.raises(ProviderError, match="Unable to validate the following destination"):
        shop.make(NOTIFICATION, "n", bucket=bucket.id, topics=[notified])


def messages(sqs, url, count):
    found = []
    while len(found) < count:
        seen = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
        assert seen.get("Messages"), f"only {len(found)} of {count} messages came"
        found += [message["Body"] for message in seen["Messages"]]
    return found
