import pytest
from pulumi_aws import cloudwatch, lambda_

from components.compute.function import Function
from components.messaging.event_bus import EventBus, EventBusArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants


def args(**changes) -> EventBusArgs:
    return EventBusArgs(
        **{"name": "platform-dev", "archive_days": 7, "defaults": defaults(), **changes}
    )


def bus(**changes) -> Cloud:
    return deploy(lambda: EventBus("shop", args(**changes)).name)


def publishing(*sources: str) -> Cloud:
    def program() -> None:
        bus = EventBus("shop", args())
        access = bus.publish("EVENT_BUS", sources=sources)
        Function("sell", function(uses=(access,)))

    return deploy(program)


def test_other_stacks_find_it_by_its_name():
    assert bus().one(cloudwatch.EventBus).inputs == {"name": "platform-dev", "tags": TAGS}
    assert bus().result == "platform-dev"


def test_an_archive_keeps_events_for_a_replay():
    archive = bus().one(cloudwatch.EventArchive).inputs
    assert archive["eventSourceArn"] == arn("cloudwatch", "shop-bus")
    assert archive["retentionDays"] == 7


@pytest.mark.parametrize("kept", [cloudwatch.EventBus, cloudwatch.EventArchive])
def test_where_data_is_kept_neither_the_bus_nor_its_archive_can_be_deleted(kept):
    assert bus(defaults=defaults(keep_data=True)).one(kept).protect is True
    assert bus().one(kept).protect is False


def test_publish_allows_events_of_one_source_on_this_bus_only():
    assert grants(publishing("orders"), "sell") == [
        {
            "Effect": "Allow",
            "Action": ["events:PutEvents"],
            "Resource": [arn("cloudwatch", "shop-bus")],
            "Condition": {"ForAllValues:StringEquals": {"events:source": "orders"}},
        }
    ]


def test_publish_may_allow_several_sources():
    [grant] = grants(publishing("orders", "payments"), "sell")
    assert grant["Condition"] == {
        "ForAllValues:StringEquals": {"events:source": ["orders", "payments"]}
    }


def test_publish_allows_every_source_by_default():
    [grant] = grants(publishing(), "sell")
    assert "Condition" not in grant


def test_the_variable_of_publish_holds_the_name_of_the_bus():
    variables = publishing("orders").one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {"EVENT_BUS": "platform-dev"}


def test_an_archive_of_no_days_is_refused():
    with pytest.raises(ValueError) as refused:
        args(archive_days=0)
    assert str(refused.value) == "archive_days must be at least 1, got 0"
