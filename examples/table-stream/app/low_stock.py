"""Logs an item when its quantity has become low."""

LOW = 5


def handle(event, context):
    for record in event["Records"]:
        item = record["dynamodb"]["NewImage"]
        if int(item["quantity"]["N"]) <= LOW:
            print(f"low stock of {item['itemId']['S']}: {item['quantity']['N']}")
