"""AppSync: GraphQL APIs with their schema, their keys and their cache."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import chosen, retag
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

API = frozenset(
    {
        "additionalAuthenticationProviders",
        "authenticationType",
        "lambdaAuthorizerConfig",
        "logConfig",
        "name",
        "openidConnectConfig",
        "queryDepthLimit",
        "userPoolConfig",
        "xrayEnabled",
    }
)
CACHE = frozenset({"apiCachingBehavior", "ttl", "type"})
ENCRYPTION = frozenset({"atRestEncryptionEnabled", "transitEncryptionEnabled"})
SEEN = {
    "cloudWatchLogsRoleArn": "cloudwatchLogsRoleArn",
    "openIDConnectConfig": "openidConnectConfig",
}


def url_of(cloud: Cloud, api: str) -> str:
    """Where the emulator answers for an API; AWS has a host name for each."""
    return f"{cloud.endpoint}/v1/apis/{api}/graphql"


def api_request(cloud: Cloud, props: Props) -> Props:
    """What AWS gets of an API: its pools have a Region, which a program may leave out."""
    said = chosen(props, API)
    if pool := said.get("userPoolConfig"):
        said["userPoolConfig"] = {"awsRegion": cloud.region, **pool}
    if others := said.get("additionalAuthenticationProviders"):
        said["additionalAuthenticationProviders"] = [
            {**each, "userPoolConfig": {"awsRegion": cloud.region, **each["userPoolConfig"]}}
            if each.get("userPoolConfig")
            else each
            for each in others
        ]
    return said


def create_api(cloud: Cloud, props: Props) -> str:
    said = api_request(cloud, props) | {"tags": tags.tags_of(props)}
    made = call(cloud.client("appsync"), "CreateGraphqlApi", said)
    return str(made["graphqlApi"]["apiId"])


def put_schema(cloud: Cloud, api: str, props: Props) -> None:
    """Give the API its types; AWS reads them after it has answered."""
    client = cloud.client("appsync")
    if "schema" in props:
        client.start_schema_creation(apiId=api, definition=props["schema"].encode())
        made = client.get_schema_creation_status(apiId=api)
        if made["status"] == "FAILED":
            raise ProviderError(f"the schema was refused: {made.get('details', '')}")


def find_api(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("appsync").list_graphql_apis()["graphqlApis"]
    return next((one["apiId"] for one in found if one["name"] == identity["name"]), None)


def read_api(cloud: Cloud, api: str, props: Props) -> Props:
    client = cloud.client("appsync")
    found = client.get_graphql_api(apiId=api)["graphqlApi"]
    seen = seen_of(found, API, SEEN, props)
    if "schema" in props:
        text = client.get_introspection_schema(apiId=api, format="SDL")["schema"]
        seen["schema"] = text.read().decode() if hasattr(text, "read") else str(text, "utf-8")
    return seen | {
        "apiType": props.get("apiType", "GRAPHQL"),
        "visibility": props.get("visibility", "GLOBAL"),
        "arn": found["arn"],
        "uris": {"GRAPHQL": url_of(cloud, api)},
        "tags": found.get("tags", {}),
    }


def update_api(cloud: Cloud, api: str, change: Change) -> None:
    client = cloud.client("appsync")
    if change.touches(*API):
        call(client, "UpdateGraphqlApi", {"apiId": api, **api_request(cloud, change.new)})
    if change.touches("schema"):
        put_schema(cloud, api, change.new)
    if change.touches("tags"):
        retag(client, client.get_graphql_api(apiId=api)["graphqlApi"]["arn"], change)


def seen_of(found: Any, names: frozenset[str], renames: Mapping[str, str], props: Props) -> Props:
    """The properties that AWS answered with, in the program's words, as far as it gave them."""
    return dict(as_given(chosen(to_properties(found, renames), names), props))


def as_given(seen: Any, given: Any) -> Any:
    """What was seen of what a program gave: AWS adds values of its own inside of blocks."""
    if isinstance(seen, Mapping) and isinstance(given, Mapping):
        return {key: as_given(seen[key], given[key]) for key in given if key in seen}
    if isinstance(seen, list) and isinstance(given, list) and len(seen) == len(given):
        return [as_given(one, other) for one, other in zip(seen, given, strict=True)]
    return seen


def key_request(props: Props) -> Props:
    said = chosen(props, {"description"})
    if "expires" in props:
        said["expires"] = int(datetime.fromisoformat(props["expires"]).timestamp())
    return said


def create_key(cloud: Cloud, props: Props) -> str:
    said = {"apiId": props["apiId"], **key_request(props)}
    made = call(cloud.client("appsync"), "CreateApiKey", said)["apiKey"]
    return f"{props['apiId']}:{made['id']}"


def read_key(cloud: Cloud, id_: str, props: Props) -> Props | None:
    api, _, key = id_.partition(":")
    found = cloud.client("appsync").list_api_keys(apiId=api)["apiKeys"]
    mine = next((one for one in found if one["id"] == key), None)
    if mine is None:
        return None
    ends = datetime.fromtimestamp(mine["expires"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "apiId": api,
        "apiKeyId": key,
        "description": mine.get("description", ""),
        "expires": ends,
        "key": key,
    }


def update_key(cloud: Cloud, id_: str, change: Change) -> None:
    api, _, key = id_.partition(":")
    call(
        cloud.client("appsync"),
        "UpdateApiKey",
        {"apiId": api, "id": key, **key_request(change.new)},
    )


def delete_key(cloud: Cloud, id_: str, props: Props) -> None:
    api, _, key = id_.partition(":")
    cloud.client("appsync").delete_api_key(apiId=api, id=key)


def create_cache(cloud: Cloud, props: Props) -> str:
    said = chosen(props, CACHE | ENCRYPTION | {"apiId"})
    call(cloud.client("appsync"), "CreateApiCache", said)
    return str(props["apiId"])


def read_cache(cloud: Cloud, api: str, props: Props) -> Props:
    found = cloud.client("appsync").get_api_cache(apiId=api)["apiCache"]
    return {**chosen(to_properties(found), CACHE | ENCRYPTION), "apiId": api}


def update_cache(cloud: Cloud, api: str, change: Change) -> None:
    call(cloud.client("appsync"), "UpdateApiCache", {"apiId": api, **chosen(change.new, CACHE)})


TYPES = (
    ResourceType(
        token="aws:appsync/graphQLApi:GraphQLApi",
        inputs=API | {"apiType", "schema", "visibility"},
        required=frozenset({"authenticationType"}),
        outputs=frozenset({"arn", "uris"}),
        replace_on=frozenset({"apiType", "visibility"}),
        naming=Naming(limit=128),
        taggable=True,
        create=create_api,
        settle=put_schema,
        find=find_api,
        read=read_api,
        update=update_api,
        delete=lambda cloud, api, props: cloud.client("appsync").delete_graphql_api(apiId=api),
    ),
    ResourceType(
        token="aws:appsync/apiKey:ApiKey",
        inputs=frozenset({"apiId", "description", "expires"}),
        required=frozenset({"apiId"}),
        outputs=frozenset({"apiKeyId", "key"}),
        defaults={"description": "Managed by Pulumi"},
        replace_on=frozenset({"apiId"}),
        create=create_key,
        read=read_key,
        update=update_key,
        delete=delete_key,
    ),
    ResourceType(
        token="aws:appsync/apiCache:ApiCache",
        inputs=CACHE | ENCRYPTION | {"apiId"},
        required=CACHE | {"apiId"},
        replace_on=ENCRYPTION | {"apiId"},
        create=create_cache,
        find=lambda cloud, identity: str(identity["apiId"]),
        read=read_cache,
        update=update_cache,
        delete=lambda cloud, api, props: cloud.client("appsync").delete_api_cache(apiId=api),
    ),
)
