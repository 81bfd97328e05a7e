import pytest
from pulumi_aws import kms, lambda_, sns

from components.compute.function import Function
from components.messaging.topic import Topic, TopicArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import TAGS, arn, function, grants

TLS_ONLY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Resource": arn("sns", "news-topic"),
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def news(**changes) -> Cloud:
    return deploy(lambda: Topic("news", TopicArgs(tags=TAGS, **changes)).arn)


def for_alarms() -> Cloud:
    return news(account=ACCOUNT, services=("cloudwatch.amazonaws.com",))


def test_functions_alone_need_no_key_but_the_managed_one():
    cloud = news()
    assert cloud.one(sns.Topic).inputs == {"kmsMasterKeyId": "alias/aws/sns", "tags": TAGS}
    assert cloud.all(kms.Key) == []


def test_without_services_it_only_refuses_what_is_not_tls():
    assert news().one(sns.TopicPolicy).json("policy")["Statement"] == [TLS_ONLY]


def test_aws_services_get_a_key_that_admits_them():
    cloud = for_alarms()
    key = cloud.one(kms.Key)
    assert cloud.one(sns.Topic).inputs["kmsMasterKeyId"] == arn("kms", "news-key")
    assert key.inputs["enableKeyRotation"] is True
    assert key.json("policy")["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": ["cloudwatch.amazonaws.com"]},
            "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        },
    ]


def test_aws_services_may_publish_from_this_account_only():
    policy = for_alarms().one(sns.TopicPolicy)
    assert policy.inputs["arn"] == arn("sns", "news-topic")
    assert policy.json("policy")["Statement"] == [
        TLS_ONLY,
        {
            "Effect": "Allow",
            "Principal": {"Service": ["cloudwatch.amazonaws.com"]},
            "Action": "sns:Publish",
            "Resource": arn("sns", "news-topic"),
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        },
    ]


def test_a_publisher_may_only_publish_and_learns_the_topic():
    def program() -> None:
        topic = Topic("news", TopicArgs())
        Function("sell", function(uses=(topic.publish("NEWS_TOPIC"),)))

    cloud = deploy(program)
    assert grants(cloud, "sell") == [
        {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": [arn("sns", "news-topic")]}
    ]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {"NEWS_TOPIC": arn("sns", "news-topic")}


def test_services_without_an_account_are_refused():
    with pytest.raises(ValueError) as refused:
        TopicArgs(services=("cloudwatch.amazonaws.com",))
    assert str(refused.value) == "account must be given when AWS services publish to the topic"
