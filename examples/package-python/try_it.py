"""Sends a text to the queue and waits for its count: ``python try_it.py "to be or not to be"``."""

import json
import subprocess
import sys
import time

import boto3
import yaml

SECONDS = 30


def main(text):
    """Print how many words the deployed function counted, or fail after ``SECONDS``."""
    shown = subprocess.run(["pulumi", "stack", "output", "--json"], capture_output=True, check=True)
    outputs = json.loads(shown.stdout)
    with open("Pulumi.local.yaml", encoding="utf-8") as file:
        config = yaml.safe_load(file)["config"]
    session = boto3.Session(
        config["aws:accessKey"], config["aws:secretKey"], region_name=config["aws:region"]
    )
    [endpoints] = config["aws:endpoints"]
    queues = session.client("sqs", endpoint_url=endpoints["sqs"])
    tables = session.resource("dynamodb", endpoint_url=endpoints["dynamodb"])

    queues.send_message(QueueUrl=outputs["queueUrl"], MessageBody=text)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        item = tables.Table(outputs["tableName"]).get_item(Key={"text": text}).get("Item")
        if item:
            print(f"{item['words']} words")
            return
        time.sleep(0.2)
    sys.exit(f"no count after {SECONDS} s")


main(sys.argv[1])
