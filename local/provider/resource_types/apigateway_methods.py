"""API Gateway, REST: methods, what answers them, and the shapes of the answers."""

from __future__ import annotations

from typing import Any

from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.gateway import chosen
from local.provider.shapes import call
from local.provider.wire import Props

AT = frozenset({"httpMethod", "resourceId", "restApi"})
METHOD = frozenset(
    {
        "apiKeyRequired",
        "authorization",
        "authorizationScopes",
        "authorizerId",
        "operationName",
        "requestModels",
        "requestParameters",
        "requestValidatorId",
    }
)
INTEGRATION = frozenset(
    {
        "cacheKeyParameters",
        "cacheNamespace",
        "connectionType",
        "contentHandling",
        "credentials",
        "integrationHttpMethod",
        "passthroughBehavior",
        "requestParameters",
        "requestTemplates",
        "timeoutMilliseconds",
        "type",
        "uri",
    }
)
RESPONSE = frozenset({"responseModels", "responseParameters"})
MAPPING = frozenset(
    {"contentHandling", "responseParameters", "responseTemplates", "selectionPattern"}
)
WORDS = {
    "authorization": "authorizationType",
    "restApi": "restApiId",
    "timeoutMilliseconds": "timeoutInMillis",
}
PUT = {
    "PutMethod": METHOD,
    "PutIntegration": INTEGRATION,
    "PutMethodResponse": RESPONSE | {"statusCode"},
    "PutIntegrationResponse": MAPPING | {"statusCode"},
}
PREFIXES = {
    "PutMethod": "agm",
    "PutIntegration": "agi",
    "PutMethodResponse": "agmr",
    "PutIntegrationResponse": "agir",
}


def at(props: Props, *more: str) -> dict[str, str]:
    """Which method of which resource, in AWS's words."""
    here = {"restApiId": props["restApi"], "resourceId": props["resourceId"]}
    return here | {name: props[name] for name in ("httpMethod", *more)}


def put(cloud: Cloud, operation: str, props: Props) -> str:
    """API Gateway knows these by their place, so the id is made of that, as pulumi-aws makes it."""
    said = chosen(props, PUT[operation] | AT)
    call(cloud.client("apigateway"), operation, said, WORDS)
    place = [props["restApi"], props["resourceId"], props["httpMethod"], props.get("statusCode")]
    return "-".join([PREFIXES[operation], *filter(None, place)])


def read_method(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_method(**at(props))
    seen = chosen(found, METHOD | {"httpMethod"})
    return {**seen, "authorization": found["authorizationType"]}


def update_method(cloud: Cloud, id_: str, change: Change) -> None:
    """Put anew, for the emulator's patches know no map; what hung on it is hung on it again."""
    client, here = cloud.client("apigateway"), at(change.new)
    before = client.get_method(**here)
    put(cloud, "PutMethod", change.new)
    for response in before.get("methodResponses", {}).values():
        client.put_method_response(**here, **response)
    if "methodIntegration" in before:
        restore_integration(client, here, before["methodIntegration"])


def restore_integration(client: Any, here: dict[str, str], before: dict[str, Any]) -> None:
    words = {name: WORDS.get(name, name) for name in INTEGRATION - {"integrationHttpMethod"}}
    said = {word: before[word] for word in words.values() if word in before}
    client.put_integration(**here, integrationHttpMethod=before["httpMethod"], **said)
    restore_responses(client, here, before)


def restore_responses(client: Any, here: dict[str, str], before: dict[str, Any]) -> None:
    for response in before.get("integrationResponses", {}).values():
        client.put_integration_response(**here, **response)


def read_integration(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_integration(**at(props))
    seen = chosen(found, INTEGRATION)
    return seen | {
        "integrationHttpMethod": found.get("httpMethod", ""),
        "timeoutMilliseconds": found.get("timeoutInMillis"),
    }


def update_integration(cloud: Cloud, id_: str, change: Change) -> None:
    client, here = cloud.client("apigateway"), at(change.new)
    before = client.get_integration(**here)
    put(cloud, "PutIntegration", change.new)
    restore_responses(client, here, before)


def read_response(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_method_response(**at(props, "statusCode"))
    return chosen(found, RESPONSE | {"statusCode"})


def read_mapping(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_integration_response(**at(props, "statusCode"))
    return chosen(found, MAPPING | {"statusCode"})


def delete(operation: str, *more: str) -> Any:
    def run(cloud: Cloud, id_: str, props: Props) -> None:
        getattr(cloud.client("apigateway"), operation)(**at(props, *more))

    return run


TYPES = (
    ResourceType(
        token="aws:apigateway/method:Method",
        inputs=AT | METHOD,
        required=AT | {"authorization"},
        replace_on=AT,
        unordered=frozenset({"authorizationScopes"}),
        create=lambda cloud, props: put(cloud, "PutMethod", props),
        read=read_method,
        update=update_method,
        delete=delete("delete_method"),
    ),
    ResourceType(
        token="aws:apigateway/integration:Integration",
        inputs=AT | INTEGRATION,
        required=AT | {"type"},
        replace_on=AT,
        create=lambda cloud, props: put(cloud, "PutIntegration", props),
        read=read_integration,
        update=update_integration,
        delete=delete("delete_integration"),
    ),
    ResourceType(
        token="aws:apigateway/methodResponse:MethodResponse",
        inputs=AT | RESPONSE | {"statusCode"},
        required=AT | {"statusCode"},
        replace_on=AT | {"statusCode"},
        create=lambda cloud, props: put(cloud, "PutMethodResponse", props),
        read=read_response,
        update=lambda cloud, id_, change: put(cloud, "PutMethodResponse", change.new),
        delete=delete("delete_method_response", "statusCode"),
    ),
    ResourceType(
        token="aws:apigateway/integrationResponse:IntegrationResponse",
        inputs=AT | MAPPING | {"statusCode"},
        required=AT | {"statusCode"},
        replace_on=AT | {"statusCode"},
        create=lambda cloud, props: put(cloud, "PutIntegrationResponse", props),
        read=read_mapping,
        update=lambda cloud, id_, change: put(cloud, "PutIntegrationResponse", change.new),
        delete=delete("delete_integration_response", "statusCode"),
    ),
)
