from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import NoCredentialsError
from botocore.stub import Stubber

from cli.stage.account import Account, account_of
from local.checkout import LocalError


@pytest.fixture(autouse=True)
def caller(monkeypatch):
    """The credentials of the caller; clients of other tests have theirs, and are left behind."""
    Account.client.cache_clear()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "caller")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    yield
    Account.client.cache_clear()


def test_a_stage_without_an_endpoint_is_asked_on_aws_with_the_callers_credentials():
    client = Account("prod", "eu-west-1").client("sqs")
    assert client._get_credentials().access_key == "caller"
    assert client.meta.endpoint_url == "https://sqs.eu-west-1.amazonaws.com"


def test_a_local_stage_is_asked_at_its_emulator_with_any_credentials():
    client = Account("local", "us-east-1", "http://127.0.0.1:4566").client("sqs")
    assert client.meta.endpoint_url == "http://127.0.0.1:4566"
    assert client._get_credentials().access_key == "test"


def test_without_credentials_it_is_said_how_to_have_some():
    with pytest.raises(LocalError, match=r"AWS_PROFILE .* platform doctor dev"), account_of("dev"):
        raise NoCredentialsError


def test_a_stage_has_what_bears_its_tags():
    account = Account("prod", "eu-west-1")
    mine = {"ResourceARN": "arn:aws:sqs:eu-west-1:1:q", "Tags": [{"Key": "role", "Value": "x"}]}
    asked = {
        "ResourceTypeFilters": ["sqs"],
        "TagFilters": [
            {"Key": "project", "Values": ["platform"]},
            {"Key": "stage", "Values": ["prod"]},
        ],
    }
    more = {**asked, "PaginationToken": "next"}
    with Stubber(account.client("resourcegroupstaggingapi")) as tagging:
        pages = [{"ResourceTagMappingList": [], "PaginationToken": "next"}]
        pages += [{"ResourceTagMappingList": [mine], "PaginationToken": ""}]
        for page, parameters in zip(pages, (asked, more), strict=True):
            tagging.add_response("get_resources", page, parameters)
        assert account.tagged("sqs") == {"arn:aws:sqs:eu-west-1:1:q": {"role": "x"}}


def test_a_parameter_is_read_once():
    account = Account("prod", "eu-west-1")
    with Stubber(account.client("ssm")) as parameters:
        found = {"Parameter": {"Name": "n", "Value": "arn:bus", "Type": "String"}}
        asked = {"Name": "/platform/prod/platform/bus-arn"}
        parameters.add_response("get_parameter", found, asked)
        assert [account.parameter("platform", "bus-arn") for _ in range(2)] == ["arn:bus"] * 2
