"""EventBridge: destinations outside AWS, and the connections that authorise calls to them."""

from __future__ import annotations

from local.provider import shapes
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.events import chosen
from local.provider.wire import Props

CONNECTION = (
    "name",
    "authParameters",
    "authorizationType",
    "description",
    "kmsKeyIdentifier",
)
DESTINATION = (
    "name",
    "connectionArn",
    "description",
    "httpMethod",
    "invocationEndpoint",
    "invocationRateLimitPerSecond",
)
AUTH = "authParameters"
HTTP_PARAMETERS = (f"{AUTH}.invocationHttpParameters", f"{AUTH}.oauth.oauthHttpParameters")
CONNECTION_WORDS = {
    f"{AUTH}.apiKey": "ApiKeyAuthParameters",
    f"{AUTH}.apiKey.key": "ApiKeyName",
    f"{AUTH}.apiKey.value": "ApiKeyValue",
    f"{AUTH}.basic": "BasicAuthParameters",
    f"{AUTH}.oauth": "OAuthParameters",
    **{f"{where}.bodies": "BodyParameters" for where in HTTP_PARAMETERS},
    **{f"{where}.headers": "HeaderParameters" for where in HTTP_PARAMETERS},
    **{f"{where}.queryStrings": "QueryStringParameters" for where in HTTP_PARAMETERS},
}
BLOCKS = {
    AUTH: frozenset({"apiKey", "basic", "invocationHttpParameters", "oauth"}),
    f"{AUTH}.apiKey": frozenset({"key", "value"}),
    f"{AUTH}.basic": frozenset({"password", "username"}),
}


def create_connection(cloud: Cloud, props: Props) -> str:
    asked = chosen(CONNECTION, props)
    shapes.call(cloud.client("events"), "CreateConnection", asked, CONNECTION_WORDS)
    return str(props["name"])


def read_connection(cloud: Cloud, name: str, props: Props) -> Props:
    """Without its secrets, as on AWS: those stay as the program gave them."""
    seen = cloud.client("events").describe_connection(Name=name)
    described = {"description": seen["Description"]} if seen.get("Description") else {}
    return {
        **described,
        "name": name,
        "arn": seen["ConnectionArn"],
        "authorizationType": seen["AuthorizationType"],
    }


def update_connection(cloud: Cloud, name: str, change: Change) -> None:
    asked = {"description": "", **chosen(CONNECTION, change.new)}
    shapes.call(cloud.client("events"), "UpdateConnection", asked, CONNECTION_WORDS)


def create_destination(cloud: Cloud, props: Props) -> str:
    shapes.call(cloud.client("events"), "CreateApiDestination", chosen(DESTINATION, props))
    return str(props["name"])


def read_destination(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("events").describe_api_destination(Name=name)
    words: Props = shapes.to_properties({key: value for key, value in seen.items() if value})
    found = {key: words[key] for key in DESTINATION if key in words}
    return {**found, "arn": seen["ApiDestinationArn"]}


def update_destination(cloud: Cloud, name: str, change: Change) -> None:
    asked = {"description": "", **chosen(DESTINATION, change.new)}
    shapes.call(cloud.client("events"), "UpdateApiDestination", asked)


TYPES = (
    ResourceType(
        token="aws:cloudwatch/eventConnection:EventConnection",
        unread=frozenset({AUTH}),
        inputs=frozenset(CONNECTION),
        required=frozenset({AUTH, "authorizationType"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=64),
        blocks=BLOCKS,
        create=create_connection,
        read=read_connection,
        update=update_connection,
        delete=lambda cloud, name, props: cloud.client("events").delete_connection(Name=name),
    ),
    ResourceType(
        token="aws:cloudwatch/eventApiDestination:EventApiDestination",
        inputs=frozenset(DESTINATION),
        required=frozenset({"connectionArn", "httpMethod", "invocationEndpoint"}),
        outputs=frozenset({"arn"}),
        defaults={"invocationRateLimitPerSecond": 300},
        replace_on=frozenset({"name"}),
        naming=Naming(limit=64),
        create=create_destination,
        read=read_destination,
        update=update_destination,
        delete=lambda cloud, name, props: cloud.client("events").delete_api_destination(Name=name),
    ),
)
