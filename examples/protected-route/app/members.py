"""Decides who is a member, and greets members."""

import json
import os
from base64 import urlsafe_b64decode

import boto3

users = boto3.client("cognito-idp")
wrong = (users.exceptions.NotAuthorizedException, users.exceptions.InvalidParameterException)


def check(event, context):
    """The answer is kept for all routes, by token: it allows the stage, not the one method."""
    api, stage, _ = event["methodArn"].split("/", 2)
    member = member_of(event["authorizationToken"].removeprefix("Bearer "))
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if member else "Deny",
        "Resource": f"{api}/{stage}/*",
    }
    return {
        "principalId": member or "unknown",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
    }


def member_of(token):
    """Cognito verifies the token, of whichever pool; the client that it is for is of ours."""
    try:
        users.get_user(AccessToken=token)
    except wrong:
        return None
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims["sub"] if claims["client_id"] == os.environ["CLIENT_ID"] else None


def greet(event, context):
    member = event["requestContext"]["authorizer"]["principalId"]
    return {"statusCode": 200, "body": json.dumps({"hello": member})}
