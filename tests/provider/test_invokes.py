"""Look-ups when there is only planning."""

from __future__ import annotations

import pytest

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.invokes import LOOKUPS, invoked
from local.provider.wire import UNKNOWN

PLANNING = Cloud(region="eu-west-1", endpoints={})
PARAMETER = "aws:ssm/getParameter:getParameter"


def test_an_account_is_made_up_that_reads_like_one():
    found = invoked(PLANNING, "aws:index/getCallerIdentity:getCallerIdentity", {})
    assert found["accountId"] == "123456789012"
    assert found["arn"].startswith("arn:aws:iam::123456789012:")


def test_the_emulators_account_is_known_without_asking_it():
    unreachable = Cloud(region="eu-west-1", endpoints={"sts": "http://127.0.0.1:1"})
    found = invoked(unreachable, "aws:index/getCallerIdentity:getCallerIdentity", {})
    assert found["accountId"] == "000000000000"


def test_the_region_is_the_providers():
    found = invoked(PLANNING, "aws:index/getRegion:getRegion", {})
    assert found["region"] == found["name"] == "eu-west-1"


def test_a_parameter_is_made_up_that_names_itself():
    found = invoked(PLANNING, PARAMETER, {"name": "/platform/dev/bus"})
    assert "/platform/dev/bus" in found["value"]
    assert found["arn"].endswith(":parameter/platform/dev/bus")


def test_a_parameter_that_is_an_arn_has_the_account_where_arns_have_it():
    found = invoked(PLANNING, PARAMETER, {"name": "/platform/dev/bus-arn"})
    assert found["insecureValue"].split(":")[3:5] == ["eu-west-1", "123456789012"]


def test_a_question_that_is_not_known_yet_has_an_unknown_answer():
    assert invoked(PLANNING, PARAMETER, {"name": UNKNOWN})["value"] is UNKNOWN


def test_a_look_up_that_is_not_known_is_refused_with_what_is_supported():
    with pytest.raises(ProviderError, match=r"getBucket.*supported are .*getParameter"):
        invoked(PLANNING, "aws:s3/getBucket:getBucket", {})


def test_every_look_up_has_a_token_of_pulumi_aws():
    assert all(token.startswith("aws:") and token.count(":") == 2 for token in LOOKUPS)
