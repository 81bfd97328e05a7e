"""Requests: what API Gateway, its authorizers, WebSocket APIs and AppSync send to a function."""

from __future__ import annotations

from typing import Any

from cli.events.contents import Contents

# No token of a sample expires: 2286-11-20.
NEVER = "9999999999"
API = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/live"
AT = 1_795_262_400_000


def claims(contents: Contents) -> dict[str, str]:
    """Of an access token, as API Gateway has verified it."""
    return {
        "sub": "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4",
        "username": "alice",
        "token_use": "access",
        "client_id": contents.client_id,
        "exp": NEVER,
    }


def rest_api(contents: Contents) -> dict[str, Any]:
    """A proxy event of a REST API, payload format 1.0."""
    headers = {"Content-Type": "application/json", **contents.headers}
    return {
        "resource": contents.route,
        "path": contents.path,
        "httpMethod": contents.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": contents.query or None,
        "multiValueQueryStringParameters": {k: [v] for k, v in contents.query.items()} or None,
        "pathParameters": contents.path_parameters or None,
        "stageVariables": None,
        "requestContext": {
            "authorizer": {"claims": claims(contents)},
            "httpMethod": contents.method,
            "requestId": "request-1",
            "requestTimeEpoch": AT,
            "identity": {"sourceIp": "203.0.113.1"},
        },
        "body": None if contents.data is None else contents.text,
        "isBase64Encoded": False,
    }


def http_api(contents: Contents) -> dict[str, Any]:
    """A proxy event of an HTTP API, payload format 2.0."""
    event = {
        "version": "2.0",
        "routeKey": f"{contents.method} {contents.route}",
        "rawPath": contents.path,
        "rawQueryString": "&".join(f"{name}={value}" for name, value in contents.query.items()),
        "headers": {
            "content-type": "application/json",
            **{name.lower(): value for name, value in contents.headers.items()},
        },
        "queryStringParameters": contents.query,
        "pathParameters": contents.path_parameters,
        "requestContext": {
            "authorizer": {"jwt": {"claims": claims(contents), "scopes": None}},
            "http": {
                "method": contents.method,
                "path": contents.path,
                "sourceIp": "203.0.113.1",
            },
            "requestId": "request-1",
            "timeEpoch": AT,
        },
        "isBase64Encoded": False,
    }
    return event if contents.data is None else {**event, "body": contents.text}


def token_authorizer(contents: Contents) -> dict[str, Any]:
    return {
        "type": "TOKEN",
        "authorizationToken": "Bearer sample",
        "methodArn": f"{API}/{contents.method}{contents.path}",
    }


def request_authorizer(contents: Contents) -> dict[str, Any]:
    """Of a REST API; that of an HTTP API gets the same, with ``routeArn``."""
    arn = f"{API}/{contents.method}{contents.path}"
    request = {**rest_api(contents), "headers": {"Authorization": "Bearer sample"}}
    return {**request, "type": "REQUEST", "methodArn": arn, "routeArn": arn}


def _socket(route: str, kind: str, **more: Any) -> dict[str, Any]:
    context = {
        "routeKey": route,
        "eventType": kind,
        "connectionId": "Zb2cdEXAMPLE=",
        "connectedAt": AT,
        "requestId": "request-1",
        "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
        "stage": "live",
        **more.pop("context", {}),
    }
    return {"requestContext": context, "isBase64Encoded": False, **more}


def web_socket_connect(contents: Contents) -> dict[str, Any]:
    """With what the authorizer of the connection has said of the user."""
    user = {"userId": claims(contents)["sub"], "principalId": claims(contents)["sub"]}
    return _socket(
        "$connect",
        "CONNECT",
        headers={"Host": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"},
        queryStringParameters={"token": "sample"},
        context={"authorizer": {**user, "expiresAt": NEVER, "groups": ""}},
    )


def web_socket_authorizer(contents: Contents) -> dict[str, Any]:
    event = web_socket_connect(contents)
    del event["requestContext"]["authorizer"]
    return {**event, "type": "REQUEST", "methodArn": f"{API}/$connect"}


def web_socket_message(contents: Contents) -> dict[str, Any]:
    connected = web_socket_connect(contents)["requestContext"]["authorizer"]
    context = {"authorizer": connected, "messageId": "message-1"}
    return _socket("$default", "MESSAGE", context=context, body=contents.text)


def web_socket_disconnect(contents: Contents) -> dict[str, Any]:
    connected = web_socket_connect(contents)["requestContext"]["authorizer"]
    return _socket("$disconnect", "DISCONNECT", context={"authorizer": connected})


def app_sync(contents: Contents) -> dict[str, Any]:
    """A field with the whole context, as a direct resolver gets it; ``data`` are its arguments, the
    detail type is the field's name.
    """
    said = claims(contents)
    return {
        "arguments": contents.data,
        "identity": {"sub": said["sub"], "username": said["username"], "claims": said},
        "source": None,
        "request": {"headers": {"authorization": "sample"}},
        "info": {"parentTypeName": "Query", "fieldName": contents.detail_type, "variables": {}},
    }
