import pytest
from pulumi_aws import sqs

from components.messaging.dead_letters import DeadLettersArgs
from components.messaging.event_forward import EventForward, EventForwardArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.queue_policy import Sender, former_parent
from tests.cloud import Cloud, deploy
from tests.components.event_rules import PLACED
from tests.components.sample import arn

RULES = [arn("events", f"rule/bus/{name}") for name in ("placed", "paid")]


def senders(count: int = 2) -> tuple[Sender, ...]:
    given = [Sender(service="events.amazonaws.com", source_arn=rule) for rule in RULES]
    return tuple(given * count)[:count]


def jobs(**changes) -> Cloud:
    return deploy(lambda: Queue("jobs", QueueArgs(**changes)).url)


def test_one_policy_allows_several_senders():
    policy = jobs(senders=senders()).one(sqs.QueuePolicy, "jobs-queue-policy")
    [first, second, deny] = policy.json("policy")["Statement"]
    assert [each["Condition"] for each in (first, second)] == [
        {"ArnEquals": {"aws:SourceArn": rule}} for rule in RULES
    ]
    assert {first["Action"], second["Action"]} == {"sqs:SendMessage"}
    assert deny["Effect"] == "Deny"


@pytest.mark.parametrize("make", [QueueArgs, DeadLettersArgs])
def test_more_senders_than_a_policy_has_conditions_are_refused(make):
    make(senders=senders(9))
    with pytest.raises(ValueError) as refused:
        make(senders=senders(10))
    assert str(refused.value) == "senders must be at most 9, got 10"


@pytest.mark.parametrize("service", ["events", "*", "events.amazonaws.com/", "amazonaws.com"])
def test_a_service_that_is_no_principal_is_refused(service):
    with pytest.raises(ValueError) as refused:
        Sender(service=service, source_arn=RULES[0])
    assert str(refused.value) == (
        f"service must be a principal such as events.amazonaws.com, got {service}"
    )


def test_a_service_principal_of_china_is_one():
    assert Sender(service="sns.amazonaws.com.cn", source_arn=RULES[0]).source_arn == RULES[0]


BASE = "urn:pulumi:dev::platform::platform:services:Orders$platform:services:Microservice"


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (
            "$platform:messaging:EventSubscription$platform:messaging:QueueWorker"
            "$platform:messaging:Queue::orders-advance",
            "$platform:messaging:EventSubscription::orders-advance",
        ),
        (
            "$platform:objects:ObjectFanOut$platform:messaging:FanOut"
            "$platform:messaging:QueueWorker$platform:messaging:Queue::a-b",
            "$platform:objects:ObjectFanOut$platform:messaging:FanOut::a-b",
        ),
        (
            "$platform:messaging:EventWorkflow$platform:messaging:DeadLetters::orders-start",
            "$platform:messaging:EventWorkflow::orders-start",
        ),
        ("$platform:messaging:Queue::jobs", "$platform:messaging:Queue::jobs"),
    ],
)
def test_the_former_parent_is_the_component_that_feeds_the_queue(now, before):
    assert former_parent(BASE + now) == BASE + before


def test_a_policy_with_senders_is_aliased_to_its_former_parent():
    bus = arn("events", "event-bus/audit")
    args = EventForwardArgs(bus_name="platform-dev", pattern=PLACED, target_bus_arn=bus)
    policy = deploy(lambda: EventForward("copy", args).rule.arn).one(sqs.QueuePolicy)
    assert policy.former_parents == (
        "urn:pulumi:test::platform::platform:messaging:EventForward::copy",
    )


def test_a_policy_without_senders_never_had_another_parent():
    assert [each.former_parents for each in jobs().all(sqs.QueuePolicy)] == [(), ()]
