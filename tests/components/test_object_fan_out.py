import pytest
from pulumi_aws import kms, lambda_, s3, sns, sqs

from components.messaging.fan_out import Branch
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_fan_out import ObjectFanOut, ObjectFanOutArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import arn, defaults, function


def bucket() -> Bucket:
    return Bucket("files", BucketArgs(defaults=defaults()))


def branch(**changes) -> Branch:
    return Branch(worker=QueueWorkerArgs(function=function()), **changes)


def args(files: Bucket | None = None, **changes) -> ObjectFanOutArgs:
    given = {
        "bucket": files or changes.pop("bucket", None) or bucket(),
        "account": ACCOUNT,
        "branches": {"thumbnail": branch(), "scan": branch()},
        "prefix": "uploads/",
    }
    return ObjectFanOutArgs(**{**given, **changes})


def uploads(**changes) -> Cloud:
    return deploy(lambda: ObjectFanOut("uploads", args(**changes)).fan_out.topic.arn)


def refusal(program) -> str:
    with pytest.raises(ValueError) as refused:
        deploy(program)
    return str(refused.value)


def test_the_bucket_notifies_the_topic_of_new_objects():
    notification = uploads(suffix=".jpg").one(s3.BucketNotification).inputs
    assert notification == {
        "bucket": "files-bucket-id",
        "topics": [
            {
                "topicArn": arn("sns", "uploads-topic"),
                "events": ["s3:ObjectCreated:*"],
                "filterPrefix": "uploads/",
                "filterSuffix": ".jpg",
            }
        ],
    }


def test_all_objects_need_no_filter():
    [topic] = uploads(prefix="", all_objects=True).one(s3.BucketNotification).inputs["topics"]
    assert {"filterPrefix", "filterSuffix"}.isdisjoint(topic)


def test_each_branch_has_a_queue_and_a_function():
    cloud = uploads()
    assert {each.name for each in cloud.all(lambda_.Function)} == {
        "uploads-thumbnail-function",
        "uploads-scan-function",
    }
    assert {each.inputs["protocol"] for each in cloud.all(sns.TopicSubscription)} == {"sqs"}
    assert len(cloud.all(sqs.Queue)) == 4


def test_the_topic_policy_allows_this_bucket_and_the_key_policy_s3():
    cloud = uploads()
    [_, allow] = cloud.one(sns.TopicPolicy).json("policy")["Statement"]
    assert allow["Principal"] == {"Service": ["s3.amazonaws.com"]}
    assert allow["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnEquals": {"aws:SourceArn": arn("s3", "files-bucket")},
    }
    [_, publisher] = cloud.one(kms.Key).json("policy")["Statement"]
    assert publisher["Principal"] == {"Service": ["s3.amazonaws.com"]}


def test_the_notification_depends_on_the_topic_policy_and_the_subscriptions():
    cloud = uploads()
    needed = {cloud.one(sns.TopicPolicy).urn} | {s.urn for s in cloud.all(sns.TopicSubscription)}
    assert needed <= set(cloud.one(s3.BucketNotification).dependencies)


def test_a_second_notification_of_a_bucket_is_refused():
    def program() -> None:
        files = bucket()
        ObjectFanOut("uploads", args(files))
        ObjectFanOut("again", args(files, prefix="other/"))

    assert refusal(program) == ("a bucket has one notification; again would replace the one it has")


def test_a_filter_or_all_objects_must_be_given():
    assert refusal(lambda: args(prefix="")) == (
        "prefix or suffix must be given, or all_objects=True; got neither"
    )
    assert refusal(lambda: args(all_objects=True)) == (
        "all_objects leaves no room for prefix or suffix; got both"
    )


def test_a_branch_without_a_queue_is_refused():
    given = {"scan": branch(), "thumbnail": Branch(function=function())}
    assert refusal(lambda: args(branches=given)) == (
        "branches must have a queue: uploads come in bursts; got thumbnail"
    )


def test_an_existing_bucket_may_notify():
    cloud = uploads(bucket="arn:aws:s3:::theirs")
    assert cloud.one(s3.BucketNotification).inputs["bucket"] == "theirs"
    assert cloud.all(s3.Bucket) == []
    [_, allow] = cloud.one(sns.TopicPolicy).json("policy")["Statement"]
    assert allow["Condition"]["ArnEquals"] == {"aws:SourceArn": "arn:aws:s3:::theirs"}


def test_a_branch_that_could_invoke_itself_is_refused():
    def program() -> None:
        files = bucket()
        writes = Branch(worker=QueueWorkerArgs(function=function(uses=(files.write(),))))
        ObjectFanOut("uploads", args(files, branches={"scan": writes}))

    assert refusal(program) == (
        "branch scan: its function may write objects below '' and is invoked for those below "
        "'uploads/', so that it could invoke itself for ever; use another bucket, or another "
        "prefix for one of them"
    )
