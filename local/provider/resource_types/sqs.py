"""SQS: queues, their policies, and who may leave dead letters in them."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.transport import as_given, sendable
from local.provider.wire import Props

NUMBERS = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
SWITCHES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "fifoQueue": "FifoQueue",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}
TEXTS = {
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
}
ATTRIBUTES = NUMBERS | SWITCHES | TEXTS


def attributes(props: Props) -> dict[str, str]:
    """Queue attributes as SQS writes them: all text; a switch that is off is left out."""
    given = {name: props[name] for name in ATTRIBUTES if name in props}
    said = {name: value for name, value in given.items() if value is not False}
    return {
        ATTRIBUTES[name]: "true" if value is True else str(value) for name, value in said.items()
    }


def changed(change: Change) -> dict[str, str]:
    """What an update must set; what is no longer said is switched off or emptied."""
    before, after = attributes(change.old), attributes(change.new)
    off = dict.fromkeys(SWITCHES.values(), "false")
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: after.get(name, off.get(name, "")) for name in names}


def observed(seen: dict[str, str]) -> Props:
    """SQS's text attributes as properties."""
    numbers = {name: int(seen[theirs]) for name, theirs in NUMBERS.items() if theirs in seen}
    switches = {name: seen[theirs] == "true" for name, theirs in SWITCHES.items() if theirs in seen}
    texts = {name: seen[theirs] for name, theirs in TEXTS.items() if seen.get(theirs)}
    return numbers | switches | texts


def create_queue(cloud: Cloud, props: Props) -> str:
    made = cloud.client("sqs").create_queue(
        QueueName=props["name"], Attributes=attributes(props), tags=tags.tags_of(props)
    )
    return str(made["QueueUrl"])


def find_queue(cloud: Cloud, identity: Props) -> str:
    return str(cloud.client("sqs").get_queue_url(QueueName=identity["name"])["QueueUrl"])


def read_queue(cloud: Cloud, url: str, props: Props) -> Props:
    seen = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    found = seen["Attributes"]
    name = url.rpartition("/")[2]
    return {**observed(found), "name": name, "url": url, "arn": found["QueueArn"]}


def update_queue(cloud: Cloud, url: str, change: Change) -> None:
    sqs = cloud.client("sqs")
    if fresh := changed(change):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=fresh)
    if gone := tags.to_remove(change):
        sqs.untag_queue(QueueUrl=url, TagKeys=gone)
    if new := tags.to_set(change):
        sqs.tag_queue(QueueUrl=url, Tags=new)


def delete_queue(cloud: Cloud, url: str, props: Props) -> None:
    cloud.client("sqs").delete_queue(QueueUrl=url)


def set_policy(cloud: Cloud, url: str, policy: str) -> None:
    sent = sendable(policy) if policy else ""
    cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": sent})


def create_policy(cloud: Cloud, props: Props) -> str:
    set_policy(cloud, props["queueUrl"], props["policy"])
    return str(props["queueUrl"])


def read_policy(cloud: Cloud, url: str, props: Props) -> Props | None:
    seen = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    policy = seen.get("Attributes", {}).get("Policy")
    if not policy:
        return None
    return {"queueUrl": url, "policy": as_given(policy, props.get("policy"))}


def put_redrive_allow_policy(cloud: Cloud, url: str, policy: str) -> str:
    cloud.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"RedriveAllowPolicy": policy}
    )
    return url


def read_redrive_allow_policy(cloud: Cloud, url: str, props: Props) -> Props | None:
    asked = {"QueueUrl": url, "AttributeNames": ["RedriveAllowPolicy"]}
    policy = cloud.client("sqs").get_queue_attributes(**asked).get("Attributes", {})
    if not policy.get("RedriveAllowPolicy"):
        return None
    return {"queueUrl": url, "redriveAllowPolicy": policy["RedriveAllowPolicy"]}


TYPES = (
    ResourceType(
        token="aws:sqs/queue:Queue",
        inputs=frozenset({"name", "namePrefix", *ATTRIBUTES}),
        outputs=frozenset({"arn", "url"}),
        defaults={
            "delaySeconds": 0,
            "maxMessageSize": 262_144,
            "messageRetentionSeconds": 345_600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
        replace_on=frozenset({"name", "namePrefix", "fifoQueue"}),
        naming=Naming(limit=80, suffix=lambda props: ".fifo" if props.get("fifoQueue") else ""),
        documents=frozenset({"policy", "redrivePolicy", "redriveAllowPolicy"}),
        taggable=True,
        create=create_queue,
        find=find_queue,
        read=read_queue,
        update=update_queue,
        delete=delete_queue,
    ),
    ResourceType(
        token="aws:sqs/queuePolicy:QueuePolicy",
        inputs=frozenset({"queueUrl", "policy"}),
        required=frozenset({"queueUrl", "policy"}),
        replace_on=frozenset({"queueUrl"}),
        documents=frozenset({"policy"}),
        create=create_policy,
        read=read_policy,
        update=lambda cloud, url, change: set_policy(cloud, url, change.new["policy"]),
        delete=lambda cloud, url, props: set_policy(cloud, url, ""),
    ),
    ResourceType(
        token="aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        inputs=frozenset({"queueUrl", "redriveAllowPolicy"}),
        required=frozenset({"queueUrl", "redriveAllowPolicy"}),
        replace_on=frozenset({"queueUrl"}),
        documents=frozenset({"redriveAllowPolicy"}),
        create=lambda cloud, props: put_redrive_allow_policy(
            cloud, props["queueUrl"], props["redriveAllowPolicy"]
        ),
        read=read_redrive_allow_policy,
        update=lambda cloud, url, change: put_redrive_allow_policy(
            cloud, url, change.new["redriveAllowPolicy"]
        ),
        delete=lambda cloud, url, props: put_redrive_allow_policy(cloud, url, ""),
    ),
)
