"""Writes one file of all rejects, with their line numbers, and says what was loaded."""

import boto3

s3 = boto3.client("s3")


def handle(event, context):
    file, parts = event["file"], event["loaded"]
    folder = f"results/{file['etag']}"
    text = [b"line,reason,record\r\n"]
    for part in parts:
        if part["rejected"]:
            key = f"{folder}/{part['number']:05}.csv"
            text.append(s3.get_object(Bucket=file["bucket"], Key=key)["Body"].read())
    rejects = f"{folder}/rejects.csv"
    s3.put_object(Bucket=file["bucket"], Key=rejects, Body=b"".join(text))
    sums = {name: sum(part[name] for part in parts) for name in ("loaded", "rows", "rejected")}
    return {**sums, "parts": len(parts), "rejects": rejects}
