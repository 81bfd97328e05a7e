import pytest
from pulumi_aws import lambda_, sns, sqs

from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.queue_policy import Sender
from components.messaging.queue_worker import QueueWorkerArgs
from components.messaging.topic import TopicArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import arn, defaults, function

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
def test_each_branch_has_a_queue_and_a_dead_letter_queue_of_its_own(name):
    subscription = placed().one(sns.TopicSubscription, f"placed-{name}-subscription")
    assert subscription.inputs["topic"] == arn("sns", "placed-topic")
    assert subscription.inputs["protocol"] == "sqs"
    assert subscription.inputs["endpoint"] == arn("sqs", f"placed-{name}-queue")
    assert subscription.json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", f"placed-{name}-dead-letters")
    }


@pytest.mark.parametrize("role", ["queue", "dead-letters"])
def test_the_policies_of_a_branch_allow_the_topic_only(role):
    policy = placed().one(sqs.QueuePolicy, f"placed-mail-{role}-policy")
    [allow, deny] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "sns.amazonaws.com"}
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("sns", "placed-topic")}}
    assert deny["Effect"] == "Deny"


def test_a_branch_may_have_a_filter_policy_on_attributes():
    chosen = placed(mail=branch(filter_policy={"event-type": ["order-created"]}))
    subscription = chosen.one(sns.TopicSubscription)
    assert subscription.json("filterPolicy") == {"event-type": ["order-created"]}
    assert chosen.one(sns.TopicSubscription).inputs["filterPolicyScope"] == "MessageAttributes"
    every = placed(mail=branch()).one(sns.TopicSubscription)
    assert "filterPolicy" not in every.inputs
    assert "filterPolicyScope" not in every.inputs


def test_a_branch_may_have_a_filter_policy_on_the_body():
    by_body = branch(filter_policy={"kind": ["card"]}, filter_scope="MessageBody")
    subscription = placed(mail=by_body).one(sns.TopicSubscription)
    assert subscription.inputs["filterPolicyScope"] == "MessageBody"
    assert subscription.json("filterPolicy") == {"kind": ["card"]}


def test_a_fan_out_without_branches_is_refused():
    with pytest.raises(ValueError) as refused:
        FanOutArgs(branches={})
    assert str(refused.value) == "branches must name at least one branch"


def test_a_subscription_depends_on_both_queue_policies():
    cloud = placed(mail=branch())
    policies = {policy.urn for policy in cloud.all(sqs.QueuePolicy)}
    assert len(policies) == 2
    assert policies <= set(cloud.one(sns.TopicSubscription).dependencies)


def test_a_function_branch_has_a_dead_letter_queue_and_no_other():
    cloud = placed(mail=Branch(function=function()))
    subscription = cloud.one(sns.TopicSubscription)
    assert subscription.inputs["protocol"] == "lambda"
    assert subscription.inputs["endpoint"] == arn("lambda", "placed-mail-function")
    dead_letters = arn("sqs", "placed-mail-dead-letters")
    assert subscription.json("redrivePolicy") == {"deadLetterTargetArn": dead_letters}
    failures = cloud.one(lambda_.FunctionEventInvokeConfig).inputs
    assert failures["destinationConfig"] == {"onFailure": {"destination": dead_letters}}
    assert [queue.name for queue in cloud.all(sqs.Queue)] == ["placed-mail-dead-letters"]
    assert cloud.all(lambda_.EventSourceMapping) == []


def test_only_the_topic_may_invoke_the_function_of_a_branch():
    cloud = placed(mail=Branch(function=function()))
    permission = cloud.one(lambda_.Permission).inputs
    assert permission["principal"] == "sns.amazonaws.com"
    assert permission["sourceArn"] == arn("sns", "placed-topic")
    [allow, _] = cloud.one(sqs.QueuePolicy).json("policy")["Statement"]
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("sns", "placed-topic")}}
    needed = {cloud.one(sqs.QueuePolicy).urn, cloud.one(lambda_.Permission).urn}
    assert needed <= set(cloud.one(sns.TopicSubscription).dependencies)


def test_an_existing_function_keeps_its_own_configuration():
    theirs = arn("lambda", "function:theirs")
    cloud = placed(mail=Branch(function=theirs))
    assert cloud.one(sns.TopicSubscription).inputs["endpoint"] == theirs
    assert cloud.one(lambda_.Permission).inputs["function"] == "theirs"
    assert cloud.all(lambda_.Function) == []
    assert cloud.all(lambda_.FunctionEventInvokeConfig) == []
    [queue] = cloud.all(sqs.Queue)
    assert queue.name == "placed-mail-dead-letters"


def test_an_existing_queue_keeps_its_own_policy():
    theirs = arn("sqs", "theirs")
    cloud = placed(stock=Branch(queue=theirs))
    subscription = cloud.one(sns.TopicSubscription, "placed-stock-subscription")
    assert (subscription.inputs["protocol"], subscription.inputs["endpoint"]) == ("sqs", theirs)
    assert subscription.json("redrivePolicy") == {
        "deadLetterTargetArn": arn("sqs", "placed-stock-dead-letters")
    }
    [policy] = cloud.all(sqs.QueuePolicy)
    assert policy.inputs["queueUrl"].endswith("/placed-stock-dead-letters")
    assert policy.urn in subscription.dependencies


def test_an_existing_topic_and_a_queue_of_ours_fit_together():
    def program() -> None:
        topic = sns.Topic("news")
        sender = Sender(service="sns.amazonaws.com", source_arn=topic.arn)
        jobs = Queue("jobs", QueueArgs(senders=(sender,)))
        FanOut("placed", FanOutArgs(branches={"stock": Branch(queue=jobs)}, topic=topic))

    cloud = deploy(program)
    assert [topic.name for topic in cloud.all(sns.Topic)] == ["news"]
    subscription = cloud.one(sns.TopicSubscription).inputs
    assert (subscription["topic"], subscription["endpoint"]) == (
        arn("sns", "news"),
        arn("sqs", "jobs-queue"),
    )
    [allow, _] = cloud.one(sqs.QueuePolicy, "jobs-queue-policy").json("policy")["Statement"]
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("sns", "news")}}


def test_the_parts_of_branches_have_names_of_their_own():
    def program():
        branches = {
            "mail": Branch(function=function()),
            "stock": branch(),
            "bills": Branch(queue=arn("sqs", "bills")),
        }
        made = FanOut("placed", FanOutArgs(branches=branches))
        parts = (made.functions, made.workers, made.dead_letter_queues, made.subscriptions)
        return [sorted(part) for part in parts]

    assert deploy(program).result == [
        ["mail"],
        ["stock"],
        ["bills", "mail"],
        ["bills", "mail", "stock"],
    ]


@pytest.mark.parametrize(
    ("changes", "got"),
    [({}, "none"), ({"queue": "arn:aws:sqs:eu-west-1:1:q", "function": "f"}, "function and queue")],
)
def test_a_branch_has_one_consumer(changes, got):
    with pytest.raises(ValueError) as refused:
        Branch(**changes)
    assert str(refused.value) == (f"a branch must have one of worker, function, queue; got {got}")


@pytest.mark.parametrize("given", [{"queue": "jobs"}, {"function": arn("sqs", "jobs")}])
def test_a_consumer_that_is_no_arn_of_its_kind_is_refused(given):
    with pytest.raises(ValueError, match="ARN"):
        Branch(**given)


def test_a_fifo_branch_is_refused():
    with pytest.raises(ValueError) as refused:
        Branch(worker=QueueWorkerArgs(function=function(), fifo=True))
    assert (
        str(refused.value) == "worker must not be fifo: a topic delivers its messages in no order"
    )


def test_a_topic_may_be_made_for_an_aws_service():
    topic = TopicArgs(account=ACCOUNT, services=("s3.amazonaws.com",), defaults=defaults())
    given = FanOutArgs(branches={"mail": branch()}, topic=topic)
    cloud = deploy(lambda: FanOut("placed", given).topic.arn)
    assert cloud.one(sns.Topic).inputs["kmsMasterKeyId"] == arn("kms", "placed-key")
