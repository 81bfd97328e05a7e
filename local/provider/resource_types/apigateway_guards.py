"""API Gateway, REST: what it asks before any function runs, and how it says no."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import arn_of, chosen, patches
from local.provider.shapes import call
from local.provider.wire import Props

MODEL = frozenset({"contentType", "description", "name", "schema"})
VALIDATOR = frozenset({"name", "validateRequestParameters"})
RESPONSE = frozenset({"responseParameters", "responseTemplates", "statusCode"})
AUTHORIZER = frozenset(
    {
        "authorizerCredentials",
        "authorizerResultTtlInSeconds",
        "authorizerUri",
        "identitySource",
        "identityValidationExpression",
        "name",
        "type",
    }
)
WORDS = {"providerArns": "providerARNs", "restApi": "restApiId"}


def made(cloud: Cloud, operation: str, props: Props) -> str:
    said = chosen(props, MODEL | VALIDATOR | AUTHORIZER | {"providerArns", "restApi"})
    return str(call(cloud.client("apigateway"), operation, said, WORDS)["id"])


def read_model(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_model(
        restApiId=props["restApi"], modelName=props["name"]
    )
    return chosen(found, MODEL)


def update_model(cloud: Cloud, id_: str, change: Change) -> None:
    cloud.client("apigateway").update_model(
        restApiId=change.new["restApi"],
        modelName=change.new["name"],
        patchOperations=patches(change, {"schema": "schema", "description": "description"}),
    )


def find_model(cloud: Cloud, identity: Props) -> str:
    client = cloud.client("apigateway")
    found = client.get_model(restApiId=identity["restApi"], modelName=identity["name"])
    return str(found["id"])


def delete_model(cloud: Cloud, id_: str, props: Props) -> None:
    client = cloud.client("apigateway")
    client.delete_model(restApiId=props["restApi"], modelName=props["name"])


def validator(props: Props, id_: str) -> dict[str, str]:
    return {"restApiId": props["restApi"], "requestValidatorId": id_}


def find_validator(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigateway").get_request_validators(restApiId=identity["restApi"])
    return next((one["id"] for one in found["items"] if one["name"] == identity["name"]), None)


def read_validator(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_request_validator(**validator(props, id_))
    return chosen(found, VALIDATOR)


def update_validator(cloud: Cloud, id_: str, change: Change) -> None:
    operations = patches(change, {name: name for name in VALIDATOR})
    cloud.client("apigateway").update_request_validator(
        **validator(change.new, id_), patchOperations=operations
    )


def delete_validator(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_request_validator(**validator(props, id_))


def put_gateway_response(cloud: Cloud, props: Props) -> str:
    said = chosen(props, RESPONSE) | response_key(props)
    call(cloud.client("apigateway"), "PutGatewayResponse", said)
    return f"aggr-{props['restApiId']}-{props['responseType']}"


def update_gateway_response(cloud: Cloud, id_: str, change: Change) -> None:
    put_gateway_response(cloud, change.new)


def response_key(props: Props) -> dict[str, str]:
    return {"restApiId": props["restApiId"], "responseType": props["responseType"]}


def read_gateway_response(cloud: Cloud, id_: str, props: Props) -> Props | None:
    found = cloud.client("apigateway").get_gateway_response(**response_key(props))
    return None if found.get("defaultResponse") else chosen(found, RESPONSE)


def delete_gateway_response(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_gateway_response(**response_key(props))


def authorizer(props: Props, id_: str) -> dict[str, str]:
    return {"restApiId": props["restApi"], "authorizerId": id_}


def find_authorizer(cloud: Cloud, identity: Props) -> str | None:
    found = cloud.client("apigateway").get_authorizers(restApiId=identity["restApi"])
    return next((one["id"] for one in found["items"] if one["name"] == identity["name"]), None)


def read_authorizer(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("apigateway").get_authorizer(**authorizer(props, id_))
    path = f"/restapis/{props['restApi']}/authorizers/{id_}"
    return chosen(found, AUTHORIZER) | {
        "providerArns": found.get("providerARNs", []),
        "arn": arn_of(cloud, path),
    }


def update_authorizer(cloud: Cloud, id_: str, change: Change) -> None:
    cloud.client("apigateway").update_authorizer(
        **authorizer(change.new, id_),
        patchOperations=patches(change, {name: name for name in AUTHORIZER}),
    )


def delete_authorizer(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("apigateway").delete_authorizer(**authorizer(props, id_))


TYPES = (
    ResourceType(
        token="aws:apigateway/model:Model",
        inputs=MODEL | {"restApi"},
        required=frozenset({"contentType", "restApi"}),
        replace_on=frozenset({"contentType", "name", "restApi"}),
        naming=Naming(limit=255),
        documents=frozenset({"schema"}),
        create=lambda cloud, props: made(cloud, "CreateModel", props),
        find=find_model,
        read=read_model,
        update=update_model,
        delete=delete_model,
    ),
    ResourceType(
        token="aws:apigateway/requestValidator:RequestValidator",
        inputs=VALIDATOR | {"restApi"},
        required=frozenset({"restApi"}),
        defaults={"validateRequestBody": False, "validateRequestParameters": False},
        replace_on=frozenset({"restApi"}),
        naming=Naming(limit=255),
        create=lambda cloud, props: made(cloud, "CreateRequestValidator", props),
        find=find_validator,
        read=read_validator,
        update=update_validator,
        delete=delete_validator,
    ),
    ResourceType(
        token="aws:apigateway/response:Response",
        inputs=RESPONSE | {"responseType", "restApiId"},
        required=frozenset({"responseType", "restApiId"}),
        replace_on=frozenset({"responseType", "restApiId"}),
        create=put_gateway_response,
        read=read_gateway_response,
        update=update_gateway_response,
        delete=delete_gateway_response,
    ),
    ResourceType(
        token="aws:apigateway/authorizer:Authorizer",
        inputs=AUTHORIZER | {"providerArns", "restApi"},
        required=frozenset({"restApi"}),
        outputs=frozenset({"arn"}),
        defaults={
            "authorizerResultTtlInSeconds": 300,
            "identitySource": "method.request.header.Authorization",
            "type": "TOKEN",
        },
        # The emulator's patches would spoil the list of providers.
        replace_on=frozenset({"providerArns", "restApi"}),
        unordered=frozenset({"providerArns"}),
        naming=Naming(limit=128),
        create=lambda cloud, props: made(cloud, "CreateAuthorizer", props),
        find=find_authorizer,
        read=read_authorizer,
        update=update_authorizer,
        delete=delete_authorizer,
    ),
)
