"""Cognito: identity pools, and the roles of their identities."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

POOL = frozenset(
    {
        "allowClassicFlow",
        "allowUnauthenticatedIdentities",
        "cognitoIdentityProviders",
        "developerProviderName",
        "identityPoolName",
        "openidConnectProviderArns",
        "samlProviderArns",
        "supportedLoginProviders",
    }
)
WORDS = {"openidConnectProviderArns": "OpenIdConnectProviderARNs", "tags": "IdentityPoolTags"}
ROLES = frozenset({"identityPoolId", "roles"})


def pool_request(props: Props) -> Props:
    said = {name: props[name] for name in POOL if name in props}
    return said | {"tags": tags.tags_of(props)}


def create_pool(cloud: Cloud, props: Props) -> str:
    made = call(cloud.client("cognito-identity"), "CreateIdentityPool", pool_request(props), WORDS)
    return str(made["IdentityPoolId"])


def find_pool(cloud: Cloud, identity: Props) -> str | None:
    """None: names need not be unique, and nothing else says which pool it was."""
    return None


def read_pool(cloud: Cloud, pool: str, props: Props) -> Props:
    found = cloud.client("cognito-identity").describe_identity_pool(IdentityPoolId=pool)
    seen = {name.lower(): value for name, value in to_properties(found).items()}
    return {name: seen[name.lower()] for name in POOL & props.keys() if name.lower() in seen} | {
        "arn": f"arn:aws:cognito-identity:{cloud.region}:{cloud.account}:identitypool/{pool}",
        "tags": found.get("IdentityPoolTags") or {},
    }


def update_pool(cloud: Cloud, pool: str, change: Change) -> None:
    said = {
        "identityPoolName": change.old.get("identityPoolName", pool),
        "allowUnauthenticatedIdentities": False,
        **pool_request(change.new),
    }
    call(
        cloud.client("cognito-identity"),
        "UpdateIdentityPool",
        {**said, "identityPoolId": pool},
        WORDS,
    )


def delete_pool(cloud: Cloud, pool: str, props: Props) -> None:
    cloud.client("cognito-identity").delete_identity_pool(IdentityPoolId=pool)


def set_roles(cloud: Cloud, pool: str, roles: dict[str, str]) -> None:
    cloud.client("cognito-identity").set_identity_pool_roles(IdentityPoolId=pool, Roles=roles)


def create_roles(cloud: Cloud, props: Props) -> str:
    set_roles(cloud, props["identityPoolId"], props["roles"])
    return str(props["identityPoolId"])


def read_roles(cloud: Cloud, pool: str, props: Props) -> Props | None:
    """The roles are of a pool: without any there is no attachment."""
    found = cloud.client("cognito-identity").get_identity_pool_roles(IdentityPoolId=pool)
    if not found.get("Roles"):
        return None
    return {"identityPoolId": pool, "roles": found["Roles"]}


TYPES = (
    ResourceType(
        token="aws:cognito/identityPool:IdentityPool",
        inputs=POOL,
        required=frozenset({"identityPoolName"}),
        outputs=frozenset({"arn"}),
        defaults={"allowClassicFlow": False, "allowUnauthenticatedIdentities": False},
        replace_on=frozenset({"developerProviderName"}),
        unordered=frozenset(
            {"cognitoIdentityProviders", "openidConnectProviderArns", "samlProviderArns"}
        ),
        taggable=True,
        create=create_pool,
        find=find_pool,
        read=read_pool,
        update=update_pool,
        delete=delete_pool,
    ),
    ResourceType(
        token="aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
        inputs=ROLES,
        required=ROLES,
        replace_on=frozenset({"identityPoolId"}),
        create=create_roles,
        find=lambda cloud, identity: str(identity["identityPoolId"]),
        read=read_roles,
        update=lambda cloud, pool, change: set_roles(cloud, pool, change.new.get("roles", {})),
        delete=lambda cloud, pool, props: set_roles(cloud, pool, {}),
    ),
)
