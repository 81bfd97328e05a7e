"""Service B: does the first step for a new entity, and publishes that it is done."""

import json

from service_a import put


def created(event, context):
    for record in event["Records"]:
        put("service.step1", "Step1Completed", json.loads(record["body"])["detail"])
