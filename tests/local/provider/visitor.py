"""Someone who calls an API of the emulator: with or without a token, and what came back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from tests.local.provider.walk import Made, Workshop

PASSWORD = "Correct-horse-7"
ECHO = """
import json

def handle(event, context):
    return {"statusCode": 200, "body": json.dumps(event.get("rawPath") or event["path"])}
"""


def call(method: str, url: str, body: Any = None, **headers: str) -> tuple[int, str]:
    """Status and body of an answer; ``_`` in a header's name stands for a dash."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, method=method, data=data, headers=said)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def pool_and_client(shop: Workshop) -> tuple[Made, Made]:
    """A user pool, and a client of it that allows plain passwords."""
    pool = shop.make("aws:cognito/userPool:UserPool", "users")
    client = shop.make(
        "aws:cognito/userPoolClient:UserPoolClient",
        "web",
        userPoolId=pool.id,
        explicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )
    return pool, client


def token(pool: Made, client: Made, name: str = "bob") -> str:
    """The id token of a user who has just signed up and in."""
    idp = pool.provider.cloud.client("cognito-idp")
    idp.admin_create_user(UserPoolId=pool.id, Username=name, MessageAction="SUPPRESS")
    idp.admin_set_user_password(
        UserPoolId=pool.id, Username=name, Password=PASSWORD, Permanent=True
    )
    signed = idp.initiate_auth(
        ClientId=client.id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )
    return str(signed["AuthenticationResult"]["IdToken"])
