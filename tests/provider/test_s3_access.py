"""Notifications in S3's words."""

from __future__ import annotations

from local.provider.resource_types.s3_access import configuration, read_notifications
from tests.provider.clients import Script

TOPIC = "arn:aws:sns:eu-west-1:000000000000:put"
SEEN = {
    "TopicConfigurations": [
        {
            "Id": "given-by-s3",
            "TopicArn": TOPIC,
            "Events": ["s3:ObjectCreated:*"],
            "Filter": {"Key": {"FilterRules": [{"Name": "Prefix", "Value": "reports/"}]}},
        }
    ]
}


def test_each_hearer_has_its_own_words():
    said = {
        "topics": [{"topicArn": TOPIC, "events": ["s3:ObjectCreated:*"], "filterSuffix": ".json"}],
        "queues": [{"queueArn": "q", "events": ["s3:ObjectRemoved:*"], "id": "gone"}],
        "lambdaFunctions": [],
        "eventbridge": True,
    }
    rules = [{"Name": "suffix", "Value": ".json"}]
    assert configuration(said) == {
        "TopicConfigurations": [
            {
                "TopicArn": TOPIC,
                "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": rules}},
            }
        ],
        "QueueConfigurations": [{"QueueArn": "q", "Events": ["s3:ObjectRemoved:*"], "Id": "gone"}],
        "EventBridgeConfiguration": {},
    }


def test_a_bucket_without_notifications_has_an_empty_configuration():
    assert configuration({"eventbridge": False}) == {}


def read(seen, **said):
    s3 = Script("s3")
    s3.expects("get_bucket_notification_configuration", {"Bucket": "b"}, seen)
    return read_notifications(s3.cloud, "b", said)


def test_an_id_that_only_s3_gave_is_left_out():
    expected = {"topicArn": TOPIC, "events": ["s3:ObjectCreated:*"], "filterPrefix": "reports/"}
    assert read(SEEN)["topics"] == [expected]
    said = [{**expected, "id": "given-by-s3"}]
    assert read(SEEN, topics=said)["topics"] == said


def test_notifications_without_a_target_are_gone():
    assert read({}) is None
    assert read({"EventBridgeConfiguration": {}}) == {"bucket": "b", "eventbridge": True}
