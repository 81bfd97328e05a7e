"""Tests that the clients in memory raise what boto3's raise."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from tests.fakes.client_errors import client_error, transaction_cancelled


@pytest.mark.parametrize(
    ("service", "operation", "code", "name"),
    [
        ("dynamodb", "list_tables", "ConditionalCheckFailedException", ...),
        ("dynamodb", "list_tables", "InternalServerError", ...),
        ("dynamodb", "list_tables", "ThrottlingException", ...),
        ("dynamodb", "list_tables", "ValidationException", "ClientError"),
        ("stepfunctions", "list_activities", "ExecutionAlreadyExists", ...),
        ("ssm", "describe_parameters", "ParameterNotFound", ...),
        ("s3", "list_buckets", "NoSuchKey", ...),
        ("sesv2", "get_account", "TooManyRequestsException", ...),
        ("sqs", "list_queues", "ServiceUnavailable", "ClientError"),
    ],
)
def test_a_client_error_has_the_name_that_boto3_gives_it(service, operation, code, name):
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client(service, region_name="eu-west-1", **keys)
    with Stubber(client) as stubber:
        stubber.add_client_error(operation, code)
        with pytest.raises(ClientError) as raised:
            getattr(client, operation)()
    ours = client_error(service, code, "")
    assert type(ours).__name__ == type(raised.value).__name__ == (code if name is ... else name)
    assert ours.response["Error"]["Code"] == raised.value.response["Error"]["Code"]


def test_a_cancelled_transaction_has_a_reason_for_each_write():
    error = transaction_cancelled([{"Code": "TransactionConflict"}, {"Code": "None"}])
    assert type(error).__name__ == "TransactionCanceledException"
    assert [reason["Code"] for reason in error.response["CancellationReasons"]] == [
        "TransactionConflict",
        "None",
    ]
