"""Items: an API's answer."""


def handle(event, context):
    return {"statusCode": 200, "body": '{"items": ["pen", "paper"]}'}
