"""IAM: roles and what they may do."""

from __future__ import annotations

import json
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.iam_gaps import gaps
from local.provider.shapes import call
from local.provider.wire import Props

ROLE = frozenset(
    {
        "assumeRolePolicy",
        "description",
        "forceDetachPolicies",
        "maxSessionDuration",
        "name",
        "namePrefix",
        "path",
        "permissionsBoundary",
    }
)
ROLE_WORDS = {"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"}
# The end of the name of what the emulator needs beside a policy.
GAPS = "-emulator"
NOT_SENT = frozenset({"forceDetachPolicies", "namePrefix"})


def create_role(cloud: Cloud, props: Props) -> str:
    request = {key: props[key] for key in ROLE - NOT_SENT if key in props}
    request["tags"] = tags.as_pairs(tags.tags_of(props))
    return str(call(cloud.client("iam"), "CreateRole", request, ROLE_WORDS)["Role"]["RoleName"])


def read_role(cloud: Cloud, name: str, props: Props) -> Props:
    iam = cloud.client("iam")
    found = iam.get_role(RoleName=name)["Role"]
    boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    return {
        "name": found["RoleName"],
        "arn": found["Arn"],
        "assumeRolePolicy": text(found["AssumeRolePolicyDocument"]),
        "createDate": found["CreateDate"].isoformat(),
        "description": found.get("Description", ""),
        "maxSessionDuration": found.get("MaxSessionDuration", 3600),
        "path": found["Path"],
        "tags": tags.from_pairs(found.get("Tags", [])),
        "uniqueId": found["RoleId"],
        **({"permissionsBoundary": boundary} if boundary else {}),
    }


def text(document: Any) -> str:
    """A policy as text: boto3 hands out some policies parsed."""
    return document if isinstance(document, str) else json.dumps(document)


def update_role(cloud: Cloud, name: str, change: Change) -> None:
    iam, new = cloud.client("iam"), change.new
    if change.touches("assumeRolePolicy"):
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=new["assumeRolePolicy"])
    if change.touches("description", "maxSessionDuration"):
        iam.update_role(
            RoleName=name,
            Description=new.get("description", ""),
            MaxSessionDuration=new["maxSessionDuration"],
        )
    if change.touches("permissionsBoundary"):
        bound(iam, name, new.get("permissionsBoundary"))
    if gone := tags.to_remove(change):
        iam.untag_role(RoleName=name, TagKeys=gone)
    if fresh := tags.to_set(change):
        iam.tag_role(RoleName=name, Tags=tags.as_pairs(fresh))


def bound(iam: Any, name: str, boundary: str | None) -> None:
    if boundary:
        iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    else:
        iam.delete_role_permissions_boundary(RoleName=name)


def delete_role(cloud: Cloud, name: str, props: Props) -> None:
    iam = cloud.client("iam")
    if props.get("forceDetachPolicies"):
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        for attached in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            iam.detach_role_policy(RoleName=name, PolicyArn=attached["PolicyArn"])
    iam.delete_role(RoleName=name)


def put_policy(cloud: Cloud, props: Props) -> str:
    iam, role, name = cloud.client("iam"), props["role"], props["name"]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=props["policy"])
    fill_gaps(iam, role, name, gaps(props["policy"]))
    return f"{role}:{name}"


def fill_gaps(iam: Any, role: str, name: str, policy: str | None) -> None:
    """Keep what else the emulator asks for in a policy of its own, if it asks for anything."""
    if policy:
        iam.put_role_policy(RoleName=role, PolicyName=name + GAPS, PolicyDocument=policy)
    elif name + GAPS in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        iam.delete_role_policy(RoleName=role, PolicyName=name + GAPS)


def read_policy(cloud: Cloud, id_: str, props: Props) -> Props:
    role, _, name = id_.partition(":")
    found = cloud.client("iam").get_role_policy(RoleName=role, PolicyName=name)
    return {"role": role, "name": name, "policy": text(found["PolicyDocument"])}


def delete_policy(cloud: Cloud, id_: str, props: Props) -> None:
    role, _, name = id_.partition(":")
    fill_gaps(cloud.client("iam"), role, name, None)
    cloud.client("iam").delete_role_policy(RoleName=role, PolicyName=name)


def update_policy(cloud: Cloud, id_: str, change: Change) -> None:
    put_policy(cloud, change.new)


def attach(cloud: Cloud, props: Props) -> str:
    cloud.client("iam").attach_role_policy(RoleName=props["role"], PolicyArn=props["policyArn"])
    return f"{props['role']}/{props['policyArn']}"


def read_attachment(cloud: Cloud, id_: str, props: Props) -> Props | None:
    role, _, policy = id_.partition("/")
    attached = cloud.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    if policy not in [one["PolicyArn"] for one in attached]:
        return None
    return {"role": role, "policyArn": policy}


def detach(cloud: Cloud, id_: str, props: Props) -> None:
    role, _, policy = id_.partition("/")
    cloud.client("iam").detach_role_policy(RoleName=role, PolicyArn=policy)


TYPES = (
    ResourceType(
        token="aws:iam/role:Role",
        regional=False,
        inputs=ROLE,
        required=frozenset({"assumeRolePolicy"}),
        outputs=frozenset({"arn", "createDate", "uniqueId"}),
        defaults={"forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"},
        replace_on=frozenset({"name", "namePrefix", "path"}),
        naming=Naming(limit=64),
        unread=frozenset({"forceDetachPolicies"}),
        documents=frozenset({"assumeRolePolicy"}),
        taggable=True,
        create=create_role,
        read=read_role,
        update=update_role,
        delete=delete_role,
    ),
    ResourceType(
        token="aws:iam/rolePolicy:RolePolicy",
        regional=False,
        inputs=frozenset({"name", "namePrefix", "policy", "role"}),
        required=frozenset({"policy", "role"}),
        replace_on=frozenset({"name", "namePrefix", "role"}),
        naming=Naming(limit=128),
        documents=frozenset({"policy"}),
        create=put_policy,
        find=lambda cloud, identity: f"{identity['role']}:{identity['name']}",
        read=read_policy,
        update=update_policy,
        delete=delete_policy,
    ),
    ResourceType(
        token="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        regional=False,
        inputs=frozenset({"policyArn", "role"}),
        required=frozenset({"policyArn", "role"}),
        replace_on=frozenset({"policyArn", "role"}),
        create=attach,
        read=read_attachment,
        delete=detach,
    ),
)
