"""The handlers of the example object-batch: what S3 Batch Operations is asked, and is answered."""

from __future__ import annotations

import runpy
from types import SimpleNamespace

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from settings import ROOT

APP = ROOT / "examples/object-batch/app"
ROLE = "arn:aws:iam::123456789012:role/describe-role"
ARGUMENTS = {"RoleArn": ROLE, "AccountId": "123456789012", "Priority": 10}


@pytest.fixture
def cloud(monkeypatch):
    """A bucket with two objects, one for records, and a table."""
    for name, value in {
        "KNOWN": "known",
        "FILES": "files",
        "BATCH_RECORDS": "records",
        "BATCH_ROLE": ROLE,
        "BATCH_FUNCTION": "arn:aws:lambda:us-east-1:123456789012:function:describe",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        s3 = boto3.client("s3")
        for bucket in ("files", "records"):
            s3.create_bucket(Bucket=bucket)
        for key in ("notes/may 1.txt", "notes/größe.txt"):
            s3.put_object(Bucket="files", Key=key, Body=b"four")
        boto3.client("dynamodb").create_table(
            TableName="known",
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield s3


def task(key: str) -> dict[str, object]:
    one = {"taskId": "t", "s3Bucket": "files", "s3Key": key, "s3VersionId": None}
    return {
        "invocationSchemaVersion": "2.0",
        "invocationId": "i",
        "job": {"id": "j", "userArguments": {}},
        "tasks": [one],
    }


def answered(key: str) -> dict[str, object]:
    return runpy.run_path(str(APP / "describe.py"))["handle"](task(key), None)


def test_an_object_is_described_under_its_decoded_key(cloud):
    answer = answered("notes/may+1.txt")
    assert (answer["invocationSchemaVersion"], answer["invocationId"]) == ("2.0", "i")
    assert answer["treatMissingKeysAs"] == "PermanentFailure"
    assert answer["results"] == [
        {"taskId": "t", "resultCode": "Succeeded", "resultString": "4 bytes"}
    ]
    found = boto3.resource("dynamodb").Table("known").scan()["Items"]
    assert found == [{"key": "notes/may 1.txt", "size": 4}]


def test_an_object_that_is_gone_is_a_permanent_failure_and_a_missing_table_a_temporary_one(cloud):
    [result] = answered("notes/june.txt")["results"]
    assert result["resultCode"] == "PermanentFailure"
    boto3.client("dynamodb").delete_table(TableName="known")
    [result] = answered("notes/may+1.txt")["results"]
    assert result["resultCode"] == "TemporaryFailure"
    assert "ResourceNotFoundException" in result["resultString"]


def test_a_job_reads_its_manifest_invokes_the_function_and_reports(cloud, monkeypatch):
    control = boto3.client("s3control")
    made = boto3.client
    monkeypatch.setattr(
        boto3, "client", lambda name: control if name == "s3control" else made(name)
    )
    module = runpy.run_path(str(APP / "start.py"))
    asked = {}
    # The stub judges the arguments by the model of the service, as the client does.
    with Stubber(control) as stub:
        stub.add_response("create_job", {"JobId": "job-1"})
        control.meta.events.register(
            "provide-client-params.s3-control.CreateJob", lambda params, **_: asked.update(params)
        )
        assert module["handle"]({}, SimpleNamespace(aws_request_id="r")) == "job-1"
    stored = cloud.get_object(Bucket="records", Key="manifests/r.csv")
    assert stored["Body"].read().decode() == (
        "files,notes/gr%C3%B6%C3%9Fe.txt\nfiles,notes/may+1.txt\n"
    )
    assert {name: asked[name] for name in ARGUMENTS} == ARGUMENTS
    assert asked["ClientRequestToken"] == "r"
    assert asked["Operation"] == {
        "LambdaInvoke": {
            "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:describe",
            "InvocationSchemaVersion": "2.0",
        }
    }
    assert asked["Manifest"] == {
        "Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
        "Location": {
            "ObjectArn": "arn:aws:s3:::records/manifests/r.csv",
            "ETag": stored["ETag"].strip('"'),
        },
    }
    assert asked["Report"] == {
        "Bucket": "arn:aws:s3:::records",
        "Prefix": "reports",
        "Format": "Report_CSV_20180820",
        "Enabled": True,
        "ReportScope": "AllTasks",
    }
