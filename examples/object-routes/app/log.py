"""Logs which objects are gone."""


def handle(event, context):
    for record in event["Records"]:
        print("removed", record["s3"]["object"]["key"])
