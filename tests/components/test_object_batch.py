"""Object batch: a role that may invoke one function, and who may create jobs."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import iam, lambda_, s3

from components.access import statements
from components.objects.bucket import Bucket
from components.objects.object_batch import ObjectBatch, ObjectBatchArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import arn, defaults, function

FUNCTION = arn("lambda", "function:f")
RECORDS, ROLE = arn("s3", "label-records-bucket"), arn("iam", "label-jobs-role")


def made(**given) -> Cloud:
    args = {"function": FUNCTION, "account": ACCOUNT, "defaults": defaults(), **given}
    return deploy(lambda: ObjectBatch("label", ObjectBatchArgs(**args)).role.arn)


def allowed(cloud: Cloud) -> dict[str, list[str]]:
    found = {each.name: each.inputs for each in cloud.all(iam.RolePolicy)}
    return {
        action: one["Resource"]
        for one in json.loads(found["label-jobs-permissions"]["policy"])["Statement"]
        for action in one["Action"]
    }


def test_the_role_is_for_jobs_of_this_account():
    trust = json.loads(made().one(iam.Role).inputs["assumeRolePolicy"])["Statement"]
    assert trust == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "batchoperations.s3.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    ]


def test_a_job_may_invoke_the_function_read_manifests_and_write_reports():
    assert allowed(made()) == {
        "lambda:InvokeFunction": [FUNCTION],
        "s3:GetObject": [f"{RECORDS}/manifests/*"],
        "s3:PutObject": [f"{RECORDS}/reports/*"],
    }


def test_the_function_and_the_bucket_may_be_ours_or_existing_ones():
    cloud = made(function=function(), records="arn:aws:s3:::theirs")
    assert cloud.one(lambda_.Function).name == "label-function"
    assert cloud.all(s3.Bucket) == []
    assert allowed(cloud)["s3:PutObject"] == ["arn:aws:s3:::theirs/reports/*"]
    assert made().one(s3.BucketLifecycleConfiguration)

    def program():
        bucket = Bucket("ours")
        args = ObjectBatchArgs(function=FUNCTION, account=ACCOUNT, records=bucket)
        return ObjectBatch("label", args).role.arn

    assert "s3:GetObject" in allowed(deploy(program))


def test_who_creates_jobs_may_create_no_other_kind_and_pass_no_other_role():
    def program():
        args = ObjectBatchArgs(function=FUNCTION, account=ACCOUNT)
        write, create, give = ObjectBatch("label", args).create_jobs("LABELS")
        return {
            "resources": [*write.resources, *create.resources, *give.resources],
            "conditions": [create.condition, give.condition],
            "environment": {**write.environment, **create.environment, **give.environment},
            "statements": len(statements(write, create, give)),
        }

    found = deploy(program).result
    assert found["resources"] == [
        f"{RECORDS}/manifests/*",
        "*",
        ROLE,
    ]
    assert found["conditions"] == [
        {"StringEquals": {"s3:RequestJobOperation": "LambdaInvoke"}},
        {"StringEquals": {"iam:PassedToService": "batchoperations.s3.amazonaws.com"}},
    ]
    assert found["environment"] == {
        "LABELS_RECORDS": "label-records-bucket-id",
        "LABELS_FUNCTION": FUNCTION,
        "LABELS_ROLE": ROLE,
    }


@pytest.mark.parametrize(("name", "given"), [("function", 3), ("records", 3)])
def test_what_is_no_function_and_no_bucket_is_refused(name, given):
    with pytest.raises(ValueError):
        ObjectBatchArgs(**{"function": FUNCTION, "account": ACCOUNT, name: given})
