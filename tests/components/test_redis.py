"""Caches: private, encrypted, for one user, within limits."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import cloudwatch, elasticache, vpc

from components.network.placement import Placement
from components.network.reference import NetworkRef
from components.stores.redis import Redis, RedisArgs
from components.stores.redis_grants import RedisRef
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

NETWORK = NetworkRef(
    vpc_id="vpc-1",
    private_subnet_ids=["subnet-p1", "subnet-p2"],
    isolated_subnet_ids=["subnet-i1", "subnet-i2"],
)


def given(**args) -> RedisArgs:
    return RedisArgs(**{"network": NETWORK, "user": "shop-dev", "defaults": defaults(), **args})


def made(**args) -> Cloud:
    return deploy(lambda: Redis("prices", given(**args)).endpoint)


def test_the_cache_is_in_isolated_subnets_and_within_limits():
    found = made(maximum_gb=2, maximum_units=9_000).one(elasticache.ServerlessCache).inputs
    assert found["subnetIds"] == ["subnet-i1", "subnet-i2"]
    assert found["securityGroupIds"] == ["prices-store-id"]
    assert found["cacheUsageLimits"] == {
        "dataStorage": {"maximum": 2, "unit": "GB"},
        "ecpuPerSeconds": [{"maximum": 9_000}],
    }
    assert found["tags"]["always-on"]


def test_functions_connect_as_one_user_by_iam_who_may_not_administer():
    cloud = made()
    user = cloud.one(elasticache.User).inputs
    assert (user["userId"], user["userName"]) == ("shop-dev", "shop-dev")
    assert user["authenticationMode"] == {"type": "iam"}
    assert "-@admin -@dangerous" in user["accessString"]
    group = cloud.one(elasticache.UserGroup).inputs
    assert group["userIds"] == ["shop-dev"]
    cache = cloud.one(elasticache.ServerlessCache).inputs
    assert cache["userGroupId"] == group["userGroupId"] == "shop-dev-group"


def test_only_clients_reach_the_cache():
    rules = {each.name: each.inputs for each in made().all(vpc.SecurityGroupIngressRule)}
    assert all("cidrIpv4" not in each for each in rules.values())
    assert rules["prices-from-clients-rule"]["referencedSecurityGroupId"] == "prices-clients-id"
    assert rules["prices-from-clients-rule"]["toPort"] == 6379


def test_alarms_are_on_throttled_commands_and_on_a_cache_that_is_nearly_full():
    alarms = {
        each.inputs["metricName"]: each.inputs
        for each in made(maximum_gb=10).all(cloudwatch.MetricAlarm)
    }
    assert alarms["ThrottledCmds"]["threshold"] == 0
    assert alarms["BytesUsedForCache"]["threshold"] == 8 * 2**30
    assert alarms["BytesUsedForCache"]["dimensions"] == {"clusterId": "prices-cache"}


def granted(make):
    def program():
        access = make().connect("PRICES_CACHE")
        return pulumi.Output.all(
            resources=list(access.resources), environment=dict(access.environment)
        )

    return deploy(program).result


def test_a_client_may_connect_to_this_cache_as_this_user():
    found = granted(lambda: Redis("prices", given()))
    assert found["resources"] == [
        "arn:aws:elasticache:eu-west-1:123456789012:serverlesscache:prices-cache",
        "arn:aws:elasticache:eu-west-1:123456789012:user:prices-user",
    ]
    assert found["environment"] == {
        "PRICES_CACHE": "rediss://shop-dev@prices-cache.serverless.euw1.cache.amazonaws.com:6379"
        "?cache=prices-cache"
    }


def test_an_existing_cache_is_connected_to_in_the_same_way():
    existing = RedisRef(
        endpoint="cache.example.com",
        cache_name="theirs",
        cache_arn="arn:cache",
        user="reader",
        user_arn="arn:user",
        clients=Placement(subnets=["subnet-1"], groups=("sg-1",)),
    )
    assert granted(lambda: existing) == {
        "resources": ["arn:cache", "arn:user"],
        "environment": {"PRICES_CACHE": "rediss://reader@cache.example.com:6379?cache=theirs"},
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"user": "Shop"}, "user must begin with a to z"),
        ({"user": "shop--dev"}, "got 'shop--dev'"),
        ({"user": "s"}, "got 's'"),
        ({"maximum_gb": 0}, "maximum_gb must be between 1 and 5000 GB, got 0"),
        ({"maximum_units": 999}, "maximum_units must be between 1000 and 15000000 units a second"),
        ({"snapshot_days": 36}, "snapshot_days must be between 0 and 35 days, got 36"),
    ],
)
def test_what_elasticache_does_not_take_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        given(**args)
