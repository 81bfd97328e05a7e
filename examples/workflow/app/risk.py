"""The risk of an expense, from 0 to 100."""


def handle(event, context):
    return min(100, event["amount"] // 10)
