"""SNS: topics, their policies, and subscriptions."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.transport import as_given, sendable
from local.provider.wire import Props

TOPIC = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
}
SUBSCRIPTION = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}
SWITCHES = frozenset({"contentBasedDeduplication", "fifoTopic", "rawMessageDelivery"})
NUMBERS = frozenset({"signatureVersion"})


def attributes(words: dict[str, str], props: Props) -> dict[str, str]:
    """Attributes as SNS writes them: all text; a switch that is off is left out."""
    given = {name: props[name] for name in words if name in props}
    said = {name: value for name, value in given.items() if value is not False and value != ""}
    return {words[name]: "true" if value is True else str(value) for name, value in said.items()}


def observed(words: dict[str, str], seen: dict[str, str]) -> Props:
    found = {name: seen[theirs] for name, theirs in words.items() if seen.get(theirs)}
    return {name: _typed(name, value) for name, value in found.items()}


def _typed(name: str, value: str) -> str | bool | int:
    if name in SWITCHES:
        return value == "true"
    return int(value) if name in NUMBERS else value


def changed(words: dict[str, str], change: Change) -> dict[str, str]:
    """What an update must set; what is no longer said is switched off or emptied."""
    before, after = attributes(words, change.old), attributes(words, change.new)
    off = {words[name]: "false" for name in words.keys() & SWITCHES}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: after.get(name, off.get(name, "")) for name in names}


def create_topic(cloud: Cloud, props: Props) -> str:
    made = cloud.client("sns").create_topic(
        Name=props["name"],
        Attributes=attributes(TOPIC, props),
        Tags=tags.as_pairs(tags.tags_of(props)),
    )
    return str(made["TopicArn"])


def read_topic(cloud: Cloud, arn: str, props: Props) -> Props:
    seen = cloud.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    fixed = {"arn": arn, "name": arn.rpartition(":")[2], "owner": seen["Owner"]}
    return {**observed(TOPIC, seen), **fixed, "beginningArchiveTime": ""}


def update_topic(cloud: Cloud, arn: str, change: Change) -> None:
    sns = cloud.client("sns")
    for name, value in changed(TOPIC, change).items():
        sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)
    tags.retag(sns, arn, change)


def set_policy(cloud: Cloud, arn: str, policy: str) -> None:
    sent = sendable(policy) if policy else ""
    cloud.client("sns").set_topic_attributes(
        TopicArn=arn, AttributeName="Policy", AttributeValue=sent
    )


def create_policy(cloud: Cloud, props: Props) -> str:
    set_policy(cloud, props["arn"], props["policy"])
    return str(props["arn"])


def read_policy(cloud: Cloud, arn: str, props: Props) -> Props | None:
    seen = cloud.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    if not seen.get("Policy"):
        return None
    policy = as_given(seen["Policy"], props.get("policy"))
    return {"arn": arn, "policy": policy, "owner": seen["Owner"]}


def subscribe(cloud: Cloud, props: Props) -> str:
    made = cloud.client("sns").subscribe(
        TopicArn=props["topic"],
        Protocol=props["protocol"],
        Endpoint=props["endpoint"],
        Attributes=attributes(SUBSCRIPTION, props),
        ReturnSubscriptionArn=True,
    )
    return str(made["SubscriptionArn"])


def find_subscription(cloud: Cloud, identity: Props) -> str | None:
    pages = cloud.client("sns").get_paginator("list_subscriptions_by_topic")
    for page in pages.paginate(TopicArn=identity["topic"]):
        for seen in page["Subscriptions"]:
            if (seen["Protocol"], seen["Endpoint"]) == (identity["protocol"], identity["endpoint"]):
                return str(seen["SubscriptionArn"])
    return None


def read_subscription(cloud: Cloud, arn: str, props: Props) -> Props:
    seen = cloud.client("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    return {
        **observed(SUBSCRIPTION, seen),
        "arn": arn,
        "topic": seen["TopicArn"],
        "protocol": seen["Protocol"],
        "endpoint": seen["Endpoint"],
        "ownerId": seen["Owner"],
        "pendingConfirmation": seen.get("PendingConfirmation") == "true",
        "confirmationWasAuthenticated": seen.get("ConfirmationWasAuthenticated") == "true",
    }


def update_subscription(cloud: Cloud, arn: str, change: Change) -> None:
    sns = cloud.client("sns")
    for name, value in changed(SUBSCRIPTION, change).items():
        sns.set_subscription_attributes(
            SubscriptionArn=arn, AttributeName=name, AttributeValue=value
        )


TYPES = (
    ResourceType(
        token="aws:sns/topic:Topic",
        inputs=frozenset({"name", "namePrefix", *TOPIC}),
        outputs=frozenset({"arn", "owner", "beginningArchiveTime"}),
        replace_on=frozenset({"name", "namePrefix", "fifoTopic"}),
        naming=Naming(limit=256, suffix=lambda props: ".fifo" if props.get("fifoTopic") else ""),
        documents=frozenset({"policy", "deliveryPolicy"}),
        taggable=True,
        create=create_topic,
        find=lambda cloud, identity: cloud.arn("sns", identity["name"]),
        read=read_topic,
        update=update_topic,
        delete=lambda cloud, arn, props: cloud.client("sns").delete_topic(TopicArn=arn),
    ),
    ResourceType(
        token="aws:sns/topicPolicy:TopicPolicy",
        inputs=frozenset({"arn", "policy"}),
        required=frozenset({"arn", "policy"}),
        outputs=frozenset({"owner"}),
        replace_on=frozenset({"arn"}),
        documents=frozenset({"policy"}),
        create=create_policy,
        read=read_policy,
        update=lambda cloud, arn, change: set_policy(cloud, arn, change.new["policy"]),
        delete=lambda cloud, arn, props: set_policy(cloud, arn, ""),
    ),
    ResourceType(
        token="aws:sns/topicSubscription:TopicSubscription",
        inputs=frozenset({"topic", "protocol", "endpoint", *SUBSCRIPTION}),
        required=frozenset({"topic", "protocol", "endpoint"}),
        outputs=frozenset(
            {"arn", "ownerId", "pendingConfirmation", "confirmationWasAuthenticated"}
        ),
        replace_on=frozenset({"topic", "protocol", "endpoint"}),
        documents=frozenset({"filterPolicy", "redrivePolicy", "deliveryPolicy"}),
        create=subscribe,
        find=find_subscription,
        read=read_subscription,
        update=update_subscription,
        delete=lambda cloud, arn, props: cloud.client("sns").unsubscribe(SubscriptionArn=arn),
    ),
)
