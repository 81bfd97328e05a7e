"""Types that are planned only: a preview knows them, and their creation is an error."""

from __future__ import annotations

import pytest

from local.provider.configuration import Configuration
from local.provider.errors import ProviderError
from local.provider.provider import AwsProvider
from local.provider.registry import resource_types

URN = "urn:pulumi:test::shop::aws:ec2/vpc:Vpc::shop"
HERE = Configuration(region="eu-west-1", endpoints={"ec2": "http://127.0.0.1:1"})


def test_a_preview_knows_the_outputs():
    inputs = AwsProvider().check(URN, {}, {"cidrBlock": "10.0.0.0/16"})
    _, state = AwsProvider().create(URN, inputs, preview=True)
    assert state["cidrBlock"] == "10.0.0.0/16"
    assert {"arn", "mainRouteTableId"} <= set(state)


def test_the_local_stage_says_why_it_makes_none():
    with pytest.raises(ProviderError, match="the local stage makes no network; it is planned only"):
        AwsProvider(HERE).create(URN, {"cidrBlock": "10.0.0.0/16"})


def test_each_says_what_the_local_stage_lacks():
    planned = {kind.token: kind.planned_only for kind in resource_types().values()}
    said = {token for token, why in planned.items() if why}
    assert {"aws:rds/instance:Instance", "aws:elasticache/user:User"} <= said
    assert all(why.startswith("the local stage") for why in planned.values() if why)
