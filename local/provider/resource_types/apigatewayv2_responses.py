"""API Gateway, WebSocket: what is sent back to a client, and the models of messages.

The emulator has no models of WebSocket APIs: what a program says of one is checked and kept in the
state only, and no message is compared with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.apigatewayv2 import observed, request, updated
from local.provider.shapes import call
from local.provider.wire import Props

ROUTE_RESPONSE = frozenset({"modelSelectionExpression", "responseModels", "routeResponseKey"})
INTEGRATION_RESPONSE = frozenset(
    {
        "contentHandlingStrategy",
        "integrationResponseKey",
        "responseTemplates",
        "templateSelectionExpression",
    }
)
LARGEST_SCHEMA = 32_768


def response(owner: str, names: frozenset[str], key: str) -> ResourceType:
    """The response of a route or of an integration: they differ in their owner and their words."""
    noun, lower = f"{owner}Response", owner.lower()
    owner_id = f"{lower}Id"

    def here(props: Props, id_: str) -> dict[str, str]:
        return {"ApiId": props["apiId"], f"{owner}Id": props[owner_id], f"{noun}Id": id_}

    def create(cloud: Cloud, props: Props) -> str:
        said = {"apiId": props["apiId"], owner_id: props[owner_id], **request(props, names)}
        return str(call(cloud.client("apigatewayv2"), f"Create{noun}", said)[f"{noun}Id"])

    def read(cloud: Cloud, id_: str, props: Props) -> Props:
        found = getattr(cloud.client("apigatewayv2"), f"get_{lower}_response")(**here(props, id_))
        return observed(found, names)

    def update(cloud: Cloud, id_: str, change: Change) -> None:
        ids = {"apiId": change.new["apiId"], owner_id: change.new[owner_id]}
        said = {**ids, f"{lower}ResponseId": id_, **updated(change, names)}
        call(cloud.client("apigatewayv2"), f"Update{noun}", said)

    def delete(cloud: Cloud, id_: str, props: Props) -> None:
        getattr(cloud.client("apigatewayv2"), f"delete_{lower}_response")(**here(props, id_))

    return ResourceType(
        token=f"aws:apigatewayv2/{lower}Response:{noun}",
        inputs=names | {"apiId", owner_id},
        required=frozenset({"apiId", owner_id, key}),
        replace_on=frozenset({"apiId", owner_id}),
        find=lambda cloud, identity: None,
        create=create,
        read=read,
        update=update,
        delete=delete,
    )


def model_id(cloud: Cloud, props: Props) -> str:
    return f"{props['apiId']}-{props['name']}"


def model(cloud: Cloud, id_: str, props: Props) -> Props:
    api, _, name = id_.partition("-")
    return {"apiId": api, "name": name}


def what_is_wrong(props: Props) -> Iterator[str]:
    """What AWS would refuse, since nothing behind this type does."""
    name, schema = props.get("name"), props.get("schema")
    if isinstance(name, str) and not re.fullmatch(r"[0-9A-Za-z]{1,128}", name):
        yield f"name must be 1 to 128 letters and digits, got {name}"
    if not isinstance(schema, str):
        return
    if len(schema) > LARGEST_SCHEMA:
        yield f"schema must be at most {LARGEST_SCHEMA} characters, got {len(schema)}"
    try:
        parsed: Any = json.loads(schema)
    except ValueError as error:
        yield f"schema must be JSON: {error}"
    else:
        if not isinstance(parsed, dict):
            yield f"schema must be a JSON object, got {type(parsed).__name__}"


TYPES = (
    response("Route", ROUTE_RESPONSE, "routeResponseKey"),
    response("Integration", INTEGRATION_RESPONSE, "integrationResponseKey"),
    ResourceType(
        token="aws:apigatewayv2/model:Model",
        inputs=frozenset({"apiId", "name"}),
        required=frozenset({"apiId", "contentType", "name", "schema"}),
        replace_on=frozenset({"apiId"}),
        documents=frozenset({"schema"}),
        check=what_is_wrong,
        create=model_id,
        read=model,
        update=lambda cloud, id_, change: None,
        delete=lambda cloud, id_, props: None,
    ),
)
