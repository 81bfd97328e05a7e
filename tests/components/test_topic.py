import pytest
from pulumi_aws import kms, lambda_, sns

from components.compute.function import Function
from components.messaging.topic import Topic, TopicArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

TLS_ONLY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Resource": arn("sns", "news-topic"),
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def news(**changes) -> Cloud:
    return deploy(lambda: Topic("news", TopicArgs(defaults=defaults(), **changes)).arn)


def for_alarms() -> Cloud:
    return news(account=ACCOUNT, services=("cloudwatch.amazonaws.com",))


def test_without_services_its_key_is_the_managed_one():
    cloud = news()
    assert cloud.one(sns.Topic).inputs == {"kmsMasterKeyId": "alias/aws/sns", "tags": TAGS}
    assert cloud.all(kms.Key) == []


def test_without_services_its_policy_only_denies_requests_without_tls():
    assert news().one(sns.TopicPolicy).json("policy")["Statement"] == [TLS_ONLY]


def test_with_services_its_key_is_its_own_and_allows_them():
    cloud = for_alarms()
    key = cloud.one(kms.Key)
    assert cloud.one(sns.Topic).inputs["kmsMasterKeyId"] == arn("kms", "news-key")
    assert key.inputs["enableKeyRotation"] is True
    assert key.json("policy")["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": ACCOUNT},
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


def test_services_may_publish_for_this_account_only():
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


def test_publish_allows_publishing_only_and_its_variable_holds_the_arn():
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


def test_a_service_that_does_not_say_for_which_account_it_uses_the_key_is_refused():
    with pytest.raises(ValueError) as refused:
        TopicArgs(account=ACCOUNT, services=("cloudwatch.amazonaws.com", "events.amazonaws.com"))
    assert str(refused.value) == (
        "services must be such as say for which account they use the topic's key; "
        "events.amazonaws.com does not: subscribe a queue to the bus instead"
    )


def test_a_service_may_publish_for_one_source_only():
    cloud = news(account=ACCOUNT, services=("s3.amazonaws.com",), source_arn="arn:aws:s3:::files")
    [_, allow] = cloud.one(sns.TopicPolicy).json("policy")["Statement"]
    assert allow["Principal"] == {"Service": ["s3.amazonaws.com"]}
    assert allow["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::files"},
    }


def test_a_source_without_its_service_is_refused():
    with pytest.raises(ValueError) as refused:
        TopicArgs(source_arn="arn:aws:s3:::files")
    assert str(refused.value) == "services must name who publishes for source_arn, got none"
