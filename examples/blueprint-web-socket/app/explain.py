"""Answers what no route takes."""


def handle(event, context):
    return {"statusCode": 200, "body": 'send {"action": "say", "text": "hello"}'}
