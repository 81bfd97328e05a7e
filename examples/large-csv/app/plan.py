"""Plans the parts of a file: few enough for one Map, and small enough for a function.

The input is that of the rule; ``partBytes`` in it asks for parts of another size.
"""

import csv

import boto3
from parts import BLOCK, split

s3 = boto3.client("s3")

# An execution keeps a history of 25,000 events, of which a part takes eight.
PART, MOST_PARTS = 8 * 1024 * 1024, 1_000

# The first record, with the names of the columns, is no longer than this.
HEADER = 64 * 1024


def handle(event, context):
    key, etag = event["key"], event["etag"].strip('"')
    found = s3.get_object(Bucket=event["bucket"], Key=key, IfMatch=f'"{etag}"')
    size = max(PART, found["ContentLength"] // MOST_PARTS)
    body, head = found["Body"], bytearray()

    def blocks():
        while block := body.read(BLOCK):
            head.extend(block[: HEADER - len(head)])
            yield block

    header, parts = split(blocks(), event.get("partBytes", size))
    columns = next(csv.reader([head[:header].decode("utf-8-sig")]), [])
    file = {"bucket": event["bucket"], "key": key, "etag": etag, "columns": columns}
    return {"file": file, "parts": parts}
