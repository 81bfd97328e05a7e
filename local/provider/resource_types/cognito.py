"""Cognito: user pools."""

from __future__ import annotations

from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

POOL = frozenset(
    {
        "accountRecoverySetting",
        "adminCreateUserConfig",
        "autoVerifiedAttributes",
        "deletionProtection",
        "deviceConfiguration",
        "emailConfiguration",
        "emailVerificationMessage",
        "emailVerificationSubject",
        "lambdaConfig",
        "passwordPolicy",
        "smsAuthenticationMessage",
        "smsConfiguration",
        "smsVerificationMessage",
        "userPoolAddOns",
        "userPoolTier",
        "verificationMessageTemplate",
    }
)
ONLY_AT_CREATION = frozenset(
    {"aliasAttributes", "schemas", "usernameAttributes", "usernameConfiguration"}
)
POOL_WORDS = {
    "accountRecoverySetting.recoveryMechanisms": "RecoveryMechanisms",
    "emailConfiguration.fromEmailAddress": "From",
    "name": "PoolName",
    "schemas": "Schema",
    "tags": "UserPoolTags",
}


def pool_request(props: Props, names: frozenset[str]) -> Props:
    said = {name: props[name] for name in names if name in props}
    if "passwordPolicy" in said:
        said["policies"] = {"passwordPolicy": said.pop("passwordPolicy")}
    return said | {"tags": tags.tags_of(props)}


def create_pool(cloud: Cloud, props: Props) -> str:
    said = pool_request(props, POOL | ONLY_AT_CREATION | {"name"})
    return str(
        call(cloud.client("cognito-idp"), "CreateUserPool", said, POOL_WORDS)["UserPool"]["Id"]
    )


def settle_pool(cloud: Cloud, pool: str, props: Props) -> None:
    """Second factors have an operation of their own."""
    mode, token = props["mfaConfiguration"], props.get("softwareTokenMfaConfiguration")
    said: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}} if token else {}
    cloud.client("cognito-idp").set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration=mode, **said
    )


def find_pool(cloud: Cloud, identity: Props) -> str | None:
    pages = cloud.client("cognito-idp").get_paginator("list_user_pools").paginate(MaxResults=60)
    found = (pool for page in pages for pool in page["UserPools"])
    return next((pool["Id"] for pool in found if pool["Name"] == identity["name"]), None)


def read_pool(cloud: Cloud, pool: str, props: Props) -> Props:
    found = cloud.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]
    seen = to_properties(found, {"From": "fromEmailAddress"})
    said = {name: as_said(props[name], seen[name]) for name in POOL & seen.keys() & props.keys()}
    return (
        said
        | {name: seen[name] for name in ("deletionProtection", "mfaConfiguration") if name in seen}
        | {
            "arn": found["Arn"],
            "creationDate": found["CreationDate"].isoformat(),
            "customDomain": "",
            "domain": "",
            "endpoint": f"cognito-idp.{cloud.region}.amazonaws.com/{pool}",
            "estimatedNumberOfUsers": found.get("EstimatedNumberOfUsers", 0),
            "lastModifiedDate": found["LastModifiedDate"].isoformat(),
            "name": found["Name"],
            "passwordPolicy": password_policy(found, props),
            "tags": found.get("UserPoolTags") or {},
        }
    )


def as_said(said: Any, seen: Any) -> Any:
    """A setting as far as the program speaks of it."""
    if not isinstance(said, dict) or not isinstance(seen, dict):
        return seen
    return {name: as_said(said[name], seen[name]) for name in said if name in seen}


def password_policy(found: dict[str, Any], props: Props) -> Props:
    """As far as the program speaks of it: Cognito fills in the rest."""
    policy = to_properties(found["Policies"]["PasswordPolicy"])
    said = props.get("passwordPolicy") or policy
    return {name: policy[name] for name in said if name in policy}


def update_pool(cloud: Cloud, pool: str, change: Change) -> None:
    said = {"userPoolId": pool, **pool_request(change.new, POOL)}
    call(cloud.client("cognito-idp"), "UpdateUserPool", said, POOL_WORDS)
    if change.touches("mfaConfiguration", "softwareTokenMfaConfiguration"):
        settle_pool(cloud, pool, change.new)


def delete_pool(cloud: Cloud, pool: str, props: Props) -> None:
    cloud.client("cognito-idp").delete_user_pool(UserPoolId=pool)


TYPES = (
    ResourceType(
        token="aws:cognito/userPool:UserPool",
        inputs=POOL
        | ONLY_AT_CREATION
        | {"mfaConfiguration", "name", "softwareTokenMfaConfiguration"},
        outputs=frozenset(
            {
                "arn",
                "creationDate",
                "customDomain",
                "domain",
                "endpoint",
                "estimatedNumberOfUsers",
                "lastModifiedDate",
            }
        ),
        defaults={"deletionProtection": "INACTIVE", "mfaConfiguration": "OFF"},
        replace_on=ONLY_AT_CREATION | {"name"},
        naming=Naming(limit=128),
        volatile=frozenset({"lastModifiedDate"}),
        unread=frozenset({"softwareTokenMfaConfiguration"}),
        unordered=frozenset({"aliasAttributes", "autoVerifiedAttributes", "usernameAttributes"}),
        taggable=True,
        create=create_pool,
        find=find_pool,
        settle=settle_pool,
        read=read_pool,
        update=update_pool,
        delete=delete_pool,
    ),
)
