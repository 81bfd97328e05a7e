"""Loads one part of a file; one that was loaded before is not loaded again."""

import csv
import io
import json
import os

import boto3
from parts import records

s3, table = boto3.client("s3"), boto3.resource("dynamodb").Table(os.environ["ROWS"])


def handle(event, context):
    file, part = event["file"], event["part"]
    folder = f"results/{file['etag']}/{part['number']:05}"
    if done := result(file["bucket"], f"{folder}.json"):
        return {**done, "loaded": 0}
    wanted = f"bytes={part['first']}-{part['last']}"
    found = s3.get_object(
        Bucket=file["bucket"], Key=file["key"], Range=wanted, IfMatch=f'"{file["etag"]}"'
    )
    loaded, rejects = store(records(found["Body"].read(), part["line"]), file["columns"])
    write(file["bucket"], f"{folder}.csv", rejected(rejects))
    done = {"number": part["number"], "rows": loaded, "rejected": len(rejects)}
    write(file["bucket"], f"{folder}.json", json.dumps(done))
    return {**done, "loaded": loaded}


def store(found, columns):
    """Write the good rows under their ids; returns how many, and the others."""
    loaded, rejects = 0, []
    with table.batch_writer(overwrite_by_pkeys=["id"]) as batch:
        for line, fields in found:
            if wrong := fault(fields, columns):
                text = fields if isinstance(fields, str) else json.dumps(fields)
                rejects.append((line, wrong, text))
            else:
                batch.put_item(Item=dict(zip(columns, fields, strict=True)))
                loaded += 1
    return loaded, rejects


def fault(fields, columns):
    """What is wrong with a record, or None."""
    if isinstance(fields, str):
        return "not CSV"
    if len(fields) != len(columns):
        return f"{len(fields)} fields in place of {len(columns)}"
    if not fields[columns.index("id")]:
        return "no id"
    return "not UTF-8" if any("\ufffd" in field for field in fields) else None


def rejected(rejects):
    text = io.StringIO()
    csv.writer(text).writerows(rejects)
    return text.getvalue()


def result(bucket, key):
    """What a part that was loaded left behind, or None; one that is missing is answered 403."""
    try:
        return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied", "403", "404"):
            return None
        raise


def write(bucket, key, text):
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode())
