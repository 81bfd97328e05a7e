"""KMS: customer-managed keys."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.wire import Props

SHORTEST_WAIT_DAYS = 7


def key_tags(pairs: dict[str, str]) -> list[dict[str, str]]:
    """Tags as KMS writes them."""
    return [{"TagKey": name, "TagValue": value} for name, value in pairs.items()]


def create_key(cloud: Cloud, props: Props) -> str:
    given = {"Policy": props["policy"]} if props.get("policy") else {}
    made = cloud.client("kms").create_key(
        Description=props.get("description", ""), Tags=key_tags(tags.tags_of(props)), **given
    )
    return str(made["KeyMetadata"]["KeyId"])


def settle_key(cloud: Cloud, key: str, props: Props) -> None:
    if props.get("enableKeyRotation"):
        cloud.client("kms").enable_key_rotation(KeyId=key)


def read_key(cloud: Cloud, key: str, props: Props) -> Props | None:
    found = cloud.client("kms").describe_key(KeyId=key)["KeyMetadata"]
    if found["KeyState"] == "PendingDeletion":
        return None
    kms = cloud.client("kms")
    policy = kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    return {
        "arn": found["Arn"],
        "keyId": key,
        "description": found["Description"],
        "enableKeyRotation": kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"],
        **({"policy": policy} if props.get("policy") else {}),
    }


def update_key(cloud: Cloud, key: str, change: Change) -> None:
    kms = cloud.client("kms")
    # Without a policy in the program a key keeps its own, as with the official provider.
    if change.touches("policy") and "policy" in change.new:
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=change.new["policy"])
    if change.touches("description"):
        kms.update_key_description(KeyId=key, Description=change.new.get("description", ""))
    if change.touches("enableKeyRotation"):
        rotate = change.new.get("enableKeyRotation")
        (kms.enable_key_rotation if rotate else kms.disable_key_rotation)(KeyId=key)
    if gone := tags.to_remove(change):
        kms.untag_resource(KeyId=key, TagKeys=gone)
    if fresh := tags.to_set(change):
        kms.tag_resource(KeyId=key, Tags=key_tags(fresh))


def delete_key(cloud: Cloud, key: str, props: Props) -> None:
    cloud.client("kms").schedule_key_deletion(
        KeyId=key, PendingWindowInDays=props.get("deletionWindowInDays", SHORTEST_WAIT_DAYS)
    )


TYPES = (
    ResourceType(
        token="aws:kms/key:Key",
        inputs=frozenset({"description", "enableKeyRotation", "policy", "deletionWindowInDays"}),
        outputs=frozenset({"arn", "keyId"}),
        documents=frozenset({"policy"}),
        unread=frozenset({"deletionWindowInDays"}),
        taggable=True,
        create=create_key,
        settle=settle_key,
        # An interrupted create leaves no name to find it by; the orphan has no effect.
        find=lambda cloud, identity: None,
        read=read_key,
        update=update_key,
        delete=delete_key,
    ),
)
