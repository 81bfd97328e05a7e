"""Events of CloudFront as Lambda@Edge gets them, after the examples of its documentation:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
"""

from __future__ import annotations

from typing import Any

REQUEST_ID = "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ=="


def event(kind: str, uri: str = "/", method: str = "GET", **headers: str) -> dict[str, Any]:
    """The event of one request; ``headers`` have the names of HTTP with ``_`` for ``-``."""
    given = {"Host": "d111111abcdef8.cloudfront.net", "User-Agent": "curl/7.66.0"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    request: dict[str, Any] = {
        "clientIp": "203.0.113.178",
        "headers": {name.lower(): [{"key": name, "value": v}] for name, v in given.items()},
        "method": method,
        "querystring": "",
        "uri": uri,
    }
    if kind == "origin-request":
        request["origin"] = {
            "s3": {
                "authMethod": "origin-access-identity",
                "customHeaders": {},
                "domainName": "gallery.s3.eu-west-1.amazonaws.com",
                "path": "",
                "region": "eu-west-1",
            }
        }
    config = {
        "distributionDomainName": "d111111abcdef8.cloudfront.net",
        "distributionId": "EDFDVBD6EXAMPLE",
        "eventType": kind,
        "requestId": REQUEST_ID,
    }
    return {"Records": [{"cf": {"config": config, "request": request}}]}


def request_of(event: dict[str, Any]) -> dict[str, Any]:
    """The request in an event."""
    found: dict[str, Any] = event["Records"][0]["cf"]["request"]
    return found
