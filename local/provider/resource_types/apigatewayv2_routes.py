"""API Gateway, HTTP and WebSocket: routes, what answers them, and who may call them."""

from __future__ import annotations

from typing import Any

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.apigatewayv2 import observed, request, updated
from local.provider.shapes import call
from local.provider.wire import Props

ROUTE = frozenset(
    {
        "apiKeyRequired",
        "authorizationScopes",
        "authorizationType",
        "authorizerId",
        "modelSelectionExpression",
        "operationName",
        "requestModels",
        "routeKey",
        "routeResponseSelectionExpression",
        "target",
    }
)
INTEGRATION = frozenset(
    {
        "connectionType",
        "contentHandlingStrategy",
        "description",
        "integrationMethod",
        "integrationType",
        "integrationUri",
        "payloadFormatVersion",
        "requestParameters",
        "requestTemplates",
        "timeoutMilliseconds",
    }
)
AUTHORIZER = frozenset(
    {
        "authorizerCredentialsArn",
        "authorizerPayloadFormatVersion",
        "authorizerResultTtlInSeconds",
        "authorizerType",
        "authorizerUri",
        "enableSimpleResponses",
        "identitySources",
        "jwtConfiguration",
        "name",
    }
)
WORDS = {
    "identitySources": "IdentitySource",
    "jwtConfiguration.audiences": "Audience",
    "timeoutMilliseconds": "TimeoutInMillis",
}


def part(noun: str, names: frozenset[str], **more: Any) -> ResourceType:
    """A part of an API: they differ in their noun and their words, and in nothing else."""
    lower = noun.lower()

    def here(props: Props, id_: str) -> dict[str, str]:
        return {"ApiId": props["apiId"], f"{noun}Id": id_}

    def create(cloud: Cloud, props: Props) -> str:
        said = {"apiId": props["apiId"], **request(props, names)}
        return str(call(cloud.client("apigatewayv2"), f"Create{noun}", said, WORDS)[f"{noun}Id"])

    def read(cloud: Cloud, id_: str, props: Props) -> Props:
        found = getattr(cloud.client("apigatewayv2"), f"get_{lower}")(**here(props, id_))
        # Only WebSocket APIs have response selection expressions.
        return {**dict.fromkeys(more.get("outputs", ()), ""), **observed(found, names)}

    def update(cloud: Cloud, id_: str, change: Change) -> None:
        said = {"apiId": change.new["apiId"], f"{lower}Id": id_, **updated(change, names)}
        call(cloud.client("apigatewayv2"), f"Update{noun}", said, WORDS)

    def delete(cloud: Cloud, id_: str, props: Props) -> None:
        getattr(cloud.client("apigatewayv2"), f"delete_{lower}")(**here(props, id_))

    return ResourceType(
        token=f"aws:apigatewayv2/{lower}:{noun}",
        inputs=names | {"apiId"},
        create=create,
        read=read,
        update=update,
        delete=delete,
        **more,
    )


def find_route(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigatewayv2").get_routes(ApiId=identity["apiId"])["Items"]
    key = identity["routeKey"]
    return next((one["RouteId"] for one in found if one["RouteKey"] == key), None)


TYPES = (
    part(
        "Route",
        ROUTE,
        required=frozenset({"apiId", "routeKey"}),
        defaults={"apiKeyRequired": False, "authorizationType": "NONE"},
        replace_on=frozenset({"apiId", "routeKey"}),
        unordered=frozenset({"authorizationScopes"}),
        find=find_route,
    ),
    part(
        "Integration",
        INTEGRATION,
        required=frozenset({"apiId", "integrationType"}),
        outputs=frozenset({"integrationResponseSelectionExpression"}),
        defaults={"connectionType": "INTERNET", "payloadFormatVersion": "1.0"},
        replace_on=frozenset({"apiId", "integrationType"}),
    ),
    part(
        "Authorizer",
        AUTHORIZER,
        required=frozenset({"apiId", "authorizerType"}),
        replace_on=frozenset({"apiId", "authorizerType"}),
        naming=Naming(limit=128),
        find=lambda cloud, identity: None,
    ),
)
