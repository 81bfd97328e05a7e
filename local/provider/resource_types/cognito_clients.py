"""Cognito: a pool's clients and groups."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

CLIENT = frozenset(
    {
        "accessTokenValidity",
        "allowedOauthFlows",
        "allowedOauthFlowsUserPoolClient",
        "allowedOauthScopes",
        "authSessionValidity",
        "callbackUrls",
        "defaultRedirectUri",
        "enableTokenRevocation",
        "explicitAuthFlows",
        "idTokenValidity",
        "logoutUrls",
        "name",
        "preventUserExistenceErrors",
        "readAttributes",
        "refreshTokenValidity",
        "supportedIdentityProviders",
        "tokenValidityUnits",
        "userPoolId",
        "writeAttributes",
    }
)
SETS = frozenset(
    {
        "allowedOauthFlows",
        "allowedOauthScopes",
        "callbackUrls",
        "explicitAuthFlows",
        "logoutUrls",
        "readAttributes",
        "supportedIdentityProviders",
        "writeAttributes",
    }
)
# Cognito has values for these that the program did not give.
WITH_DEFAULTS = frozenset(
    {"enableTokenRevocation", "explicitAuthFlows", "preventUserExistenceErrors"}
)
GROUP = frozenset({"description", "name", "precedence", "roleArn", "userPoolId"})


def client_request(props: Props) -> Props:
    return {name: props[name] for name in CLIENT if name in props}


def create_client(cloud: Cloud, props: Props) -> str:
    said = client_request(props) | {"generateSecret": props["generateSecret"]}
    made = call(cloud.client("cognito-idp"), "CreateUserPoolClient", said, {"name": "ClientName"})
    return str(made["UserPoolClient"]["ClientId"])


def find_client(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("cognito-idp").list_user_pool_clients(
        UserPoolId=identity["userPoolId"], MaxResults=60
    )["UserPoolClients"]
    return next((one["ClientId"] for one in found if one["ClientName"] == identity["name"]), None)


def read_client(cloud: Cloud, client: str, props: Props) -> Props:
    found = cloud.client("cognito-idp").describe_user_pool_client(
        UserPoolId=props["userPoolId"], ClientId=client
    )["UserPoolClient"]
    # AWS writes OAuth and URLs where the properties have Oauth and Urls.
    seen = {name.lower(): value for name, value in to_properties(found).items()}
    names = WITH_DEFAULTS | (CLIENT & props.keys())
    return {name: seen[name.lower()] for name in names if name.lower() in seen} | {
        "clientSecret": found.get("ClientSecret", ""),
        "name": found["ClientName"],
        "userPoolId": found["UserPoolId"],
    }


def update_client(cloud: Cloud, client: str, change: Change) -> None:
    said = {"clientId": client, **client_request(change.new)}
    call(cloud.client("cognito-idp"), "UpdateUserPoolClient", said, {"name": "ClientName"})


def delete_client(cloud: Cloud, client: str, props: Props) -> None:
    cloud.client("cognito-idp").delete_user_pool_client(
        UserPoolId=props["userPoolId"], ClientId=client
    )


def create_group(cloud: Cloud, props: Props) -> str:
    said = {name: props[name] for name in GROUP if name in props}
    call(cloud.client("cognito-idp"), "CreateGroup", said, {"name": "GroupName"})
    return f"{props['userPoolId']}/{props['name']}"


def group(id_: str) -> dict[str, str]:
    pool, _, name = id_.partition("/")
    return {"UserPoolId": pool, "GroupName": name}


def read_group(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("cognito-idp").get_group(**group(id_))["Group"]
    seen = to_properties(found, {"GroupName": "name"})
    return {name: seen[name] for name in GROUP if name in seen}


def delete_group(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("cognito-idp").delete_group(**group(id_))


TYPES = (
    ResourceType(
        token="aws:cognito/userPoolClient:UserPoolClient",
        inputs=CLIENT | {"generateSecret"},
        required=frozenset({"userPoolId"}),
        outputs=frozenset({"clientSecret"}),
        defaults={"enableTokenRevocation": True, "generateSecret": False},
        replace_on=frozenset({"generateSecret", "userPoolId"}),
        naming=Naming(limit=128),
        unordered=SETS,
        create=create_client,
        find=find_client,
        read=read_client,
        update=update_client,
        delete=delete_client,
    ),
    ResourceType(
        token="aws:cognito/userGroup:UserGroup",
        inputs=GROUP,
        required=frozenset({"userPoolId"}),
        # The emulator cannot change a group: any change makes it anew, without its members.
        replace_on=frozenset({"name", "userPoolId"}),
        naming=Naming(limit=128),
        create=create_group,
        find=lambda cloud, identity: f"{identity['userPoolId']}/{identity['name']}",
        read=read_group,
        delete=delete_group,
    ),
)
