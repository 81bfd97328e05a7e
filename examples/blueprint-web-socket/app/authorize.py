"""Lets those connect whose token is the word; a service would verify a user's token here."""


def handle(event, context):
    effect = "Allow" if event["queryStringParameters"]["token"] == "swordfish" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "guest", "policyDocument": policy}
