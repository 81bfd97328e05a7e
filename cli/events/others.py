"""Others: what Cognito, IoT rules, CloudFront and state machines send to a function."""

from __future__ import annotations

from typing import Any

from cli.events.contents import Contents


def _cognito(trigger: str, version: str, request: dict[str, Any], response: Any) -> dict[str, Any]:
    attributes = {"sub": "5b712fe3-684e-5a45-a8d6-5ecc31df4ca4", "email": "alice@example.com"}
    return {
        "version": version,
        "triggerSource": trigger,
        "region": "us-east-1",
        "userPoolId": "us-east-1_sample",
        "userName": "alice",
        "callerContext": {"awsSdkVersion": "sample", "clientId": "sample-client"},
        "request": {"userAttributes": attributes, **request},
        "response": response,
    }


def pre_sign_up(contents: Contents) -> dict[str, Any]:
    """Of a user pool, before a user registers."""
    answer = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
    return _cognito("PreSignUp_SignUp", "1", {"validationData": None}, answer)


def pre_token(contents: Contents) -> dict[str, Any]:
    """Of a user pool, before tokens are made; event version 2."""
    groups: dict[str, Any] = {
        "groupsToOverride": [],
        "iamRolesToOverride": [],
        "preferredRole": None,
    }
    request = {"groupConfiguration": groups, "scopes": ["openid"]}
    answer = {"claimsAndScopeOverrideDetails": None}
    return _cognito("TokenGeneration_Authentication", "2", request, answer)


def iot_rule(contents: Contents) -> Any:
    """What the statement of a rule selects: the message itself, with the client that sent it."""
    data = contents.data if isinstance(contents.data, dict) else {"message": contents.data}
    return {"clientId": "device-1", **data}


def edge_request(contents: Contents) -> dict[str, Any]:
    """A request at a viewer or an origin of CloudFront, for a function at the edge."""
    headers = {
        "host": [{"key": "Host", "value": "d111111abcdef8.cloudfront.net"}],
        "cloudfront-viewer-country": [{"key": "CloudFront-Viewer-Country", "value": "DE"}],
    }
    request = {
        "clientIp": "203.0.113.1",
        "method": "GET",
        "uri": contents.path,
        "querystring": "",
        "headers": headers,
    }
    config = {
        "distributionDomainName": "d111111abcdef8.cloudfront.net",
        "distributionId": "EDFDVBD6EXAMPLE",
        "eventType": "origin-request",
        "requestId": "request-1",
    }
    return {"Records": [{"cf": {"config": config, "request": request}}]}


def task(contents: Contents) -> Any:
    """The input of a task of a state machine: the data as it is, with the ids that ours add."""
    data = contents.data if isinstance(contents.data, dict) else {"input": contents.data}
    return {"correlationId": "correlation-1", **data}


def map_batch(contents: Contents) -> dict[str, Any]:
    """A batch of the items of a distributed map."""
    items = contents.data if isinstance(contents.data, list) else [contents.data]
    return {"Items": items}
