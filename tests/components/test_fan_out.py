import pytest
from pulumi_aws import lambda_, sns, sqs

from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, function

NAMES = ("mail", "stock", "bills")


def branch(**changes) -> Branch:
    return Branch(worker=QueueWorkerArgs(function=function()), **changes)


def placed(**branches: Branch) -> Cloud:
    given = branches or {name: branch() for name in NAMES}
    return deploy(lambda: FanOut("placed", FanOutArgs(branches=given)).topic.arn)


def test_three_branches_share_one_topic_and_nothing_else():
    cloud = placed()
    assert len(cloud.all(sns.Topic)) == 1
    assert len(cloud.all(sns.TopicSubscription)) == 3
    assert len(cloud.all(sqs.Queue)) == 6
    assert len(cloud.all(lambda_.Function)) == 3
    assert len(cloud.all(lambda_.EventSourceMapping)) == 3


@pytest.mark.parametrize("name", NAMES)
def test_each_branch_has_a_queue_and_dead_letters_of_its_own(name):
    subscription = placed().one(sns.TopicSubscription, f"placed-{name}-subscription")
    assert subscription.inputs["topic"] == arn("sns", "placed-topic")
    assert subscription.inputs["protocol"] == "sqs"
    assert subscription.inputs["endpoint"] == arn("sqs", f"placed-{name}-queue")
    assert subscription.json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", f"placed-{name}-dead-letters")
    }


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_a_branch_admits_the_topic_and_nobody_else(role):
    policy = placed().one(sqs.QueuePolicy, f"placed-mail-{role}-policy")
    [allow, deny] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "sns.amazonaws.com"}
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("sns", "placed-topic")}}
    assert deny["Effect"] == "Deny"


def test_a_branch_may_ask_for_some_messages_only():
    chosen = placed(mail=branch(filter_policy={"event-type": ["order-created"]}))
    subscription = chosen.one(sns.TopicSubscription)
    assert subscription.json("filterPolicy") == {"event-type": ["order-created"]}
    every = placed(mail=branch()).one(sns.TopicSubscription)
    assert "filterPolicy" not in every.inputs


def test_a_fan_out_to_nobody_is_refused():
    with pytest.raises(ValueError) as refused:
        FanOutArgs(branches={})
    assert str(refused.value) == "branches must name at least one branch"


def test_nothing_is_sent_before_both_queues_admit_it():
    cloud = placed(mail=branch())
    policies = {policy.urn for policy in cloud.all(sqs.QueuePolicy)}
    assert len(policies) == 2
    assert policies <= set(cloud.one(sns.TopicSubscription).dependencies)
