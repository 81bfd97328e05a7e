"""Creates a job for every object there is: a manifest, and what to do with its rows."""

import os
from urllib.parse import quote_plus

import boto3

s3, control = boto3.client("s3"), boto3.client("s3control")
FILES, RECORDS, ROLE = (os.environ[name] for name in ("FILES", "BATCH_RECORDS", "BATCH_ROLE"))
CALL = {"FunctionArn": os.environ["BATCH_FUNCTION"], "InvocationSchemaVersion": "2.0"}
JOB = {"AccountId": ROLE.split(":")[4], "RoleArn": ROLE, "Priority": 10}
REPORT = {"Enabled": True, "Format": "Report_CSV_20180820", "ReportScope": "AllTasks"}
SPEC = {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]}


def handle(event, context):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=FILES)
    keys = [quote_plus(each["Key"], safe="/") for page in pages for each in page["Contents"]]
    rows = "".join(f"{FILES},{key}\n" for key in keys)
    bucket, key = f"arn:aws:s3:::{RECORDS}", f"manifests/{context.aws_request_id}.csv"
    etag = s3.put_object(Bucket=RECORDS, Key=key, Body=rows)["ETag"].strip('"')
    request = {"ClientRequestToken": context.aws_request_id, "ConfirmationRequired": False}
    request["Manifest"] = {"Spec": SPEC, "Location": {"ObjectArn": f"{bucket}/{key}", "ETag": etag}}
    request["Report"] = {**REPORT, "Bucket": bucket, "Prefix": "reports"}
    return control.create_job(**JOB, **request, Operation={"LambdaInvoke": CALL})["JobId"]
