"""WAF: sets of addresses, which rules of web ACLs refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

SET = frozenset({"addresses", "ipAddressVersion", "name", "scope"})
VERSIONS = ("IPV4", "IPV6")


def create(cloud: Cloud, props: Props) -> str:
    given = tags.as_pairs(tags.tags_of(props))
    made = cloud.client("wafv2").create_ip_set(
        Name=props["name"],
        Scope=props["scope"],
        IPAddressVersion=props["ipAddressVersion"],
        Addresses=props.get("addresses") or [],
        **({"Tags": given} if given else {}),
    )
    return str(made["Summary"]["Id"])


def read(cloud: Cloud, id_: str, props: Props) -> Props:
    answer = _found(cloud, id_, props)
    found = answer["IPSet"]
    return {
        "name": found["Name"],
        "scope": props["scope"],
        "ipAddressVersion": found["IPAddressVersion"],
        "addresses": found["Addresses"],
        "arn": found["ARN"],
        "lockToken": answer["LockToken"],
    }


def update(cloud: Cloud, id_: str, change: Change) -> None:
    client, answer = cloud.client("wafv2"), _found(cloud, id_, change.new)
    if change.touches("addresses"):
        client.update_ip_set(
            Id=id_,
            LockToken=answer["LockToken"],
            Addresses=change.new.get("addresses") or [],
            **_known(change.new),
        )
    tags.retag(client, answer["IPSet"]["ARN"], change, by="ResourceARN")


def delete(cloud: Cloud, id_: str, props: Props) -> None:
    lock = _found(cloud, id_, props)["LockToken"]
    cloud.client("wafv2").delete_ip_set(Id=id_, LockToken=lock, **_known(props))


def _found(cloud: Cloud, id_: str, props: Props) -> Any:
    return cloud.client("wafv2").get_ip_set(Id=id_, **_known(props))


def _known(props: Props) -> dict[str, str]:
    return {"Name": props["name"], "Scope": props["scope"]}


def wrong(props: Props) -> Iterator[str]:
    """What WAF refuses, and the emulator takes."""
    version = props.get("ipAddressVersion")
    if isinstance(version, str) and version not in VERSIONS:
        yield f"expected ipAddressVersion to be one of {', '.join(VERSIONS)}, got {version}"
    for address in props.get("addresses") or []:
        if isinstance(address, str) and "/" not in address:
            yield f"addresses must be ranges, as 192.0.2.1/32, got {address}"


TYPES = (
    ResourceType(
        token="aws:wafv2/ipSet:IpSet",
        inputs=SET,
        required=frozenset({"ipAddressVersion", "scope"}),
        outputs=frozenset({"arn", "lockToken"}),
        replace_on=frozenset({"ipAddressVersion", "name", "scope"}),
        naming=Naming(limit=128),
        volatile=frozenset({"lockToken"}),
        unordered=frozenset({"addresses"}),
        taggable=True,
        check=wrong,
        # An interrupted create leaves an orphan that nothing refers to.
        find=lambda cloud, identity: None,
        create=create,
        read=read,
        update=update,
        delete=delete,
    ),
)
