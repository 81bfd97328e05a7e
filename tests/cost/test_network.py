from __future__ import annotations

import pytest

from cost.bill import floor
from cost.line import HOURS
from cost.network import ENDPOINT, NAT, SERVICE, TASK
from cost.prices import load
from tests.cost.made import resource

PRICES = load("us-east-1")
ZONES = ["eu-west-1a", "eu-west-1b"]


def costs(*stack):
    bill = floor(stack, PRICES)
    return {(line.resource, line.meter): bill.cost(line) for line in bill.lines}


def vpc(strategy):
    given = {"natGateways": {"strategy": strategy}, "availabilityZoneNames": ZONES}
    return resource("awsx:ec2:Vpc", "net", **given)


def test_an_endpoint_of_a_gateway_is_free_and_another_is_paid_for_in_each_zone():
    gateway = resource(ENDPOINT, "s3", routeTableIds=["a"])
    interface = {"vpcEndpointType": "Interface", "subnetIds": ["a", "b"]}
    found = costs(gateway, resource(ENDPOINT, "events", **interface))
    assert found == {("events", "endpoint-hour"): pytest.approx(2 * 0.01 * HOURS)}


def test_a_gateway_is_paid_for_with_its_address():
    address = resource("aws:ec2/eip:Eip", "net-1")
    assert costs(resource(NAT, "net-1"), address) == {
        ("net-1", "nat-gateway-hour"): pytest.approx(0.045 * HOURS),
        ("net-1", "public-address-hour"): pytest.approx(0.005 * HOURS),
    }


@pytest.mark.parametrize(("strategy", "count"), [("None", 0), ("Single", 1), ("OnePerAz", 2)])
def test_a_network_in_memory_has_the_gateways_that_it_will_have(strategy, count):
    assert sum(costs(vpc(strategy)).values()) == pytest.approx(count * 0.05 * HOURS)


def test_a_cache_is_paid_for_by_the_least_that_its_engine_is_billed_for():
    kind = "aws:elasticache/serverlessCache:ServerlessCache"
    caches = [resource(kind, each, engine=each) for each in ("valkey", "redis")]
    assert costs(*caches) == {
        ("valkey", "cache-gb-hour-valkey"): pytest.approx(0.1 * 0.084 * HOURS),
        ("redis", "cache-gb-hour-redis"): pytest.approx(0.125 * HOURS),
    }


def test_gateways_that_a_plan_has_are_counted_once():
    assert costs(vpc("Single"), resource(NAT, "net-1")).keys() == {("net-1", "nat-gateway-hour")}


def test_the_tasks_of_a_service_are_paid_for_by_processor_and_memory():
    arm = {"runtimePlatform": {"cpuArchitecture": "ARM64"}, "cpu": "256", "memory": "512"}
    task = resource(TASK, "work", **arm)
    service = resource(SERVICE, "work", {"taskDefinition": [task]}, desiredCount=2.0)
    whole = {"taskDefinitionArgs": arm, "desiredCount": 2.0}
    expected = 2 * HOURS * (0.25 * 0.03238 + 0.5 * 0.00356)
    in_memory = resource("awsx:ecs:FargateService", "work", **whole)
    for stack in ([task, service], [in_memory], [task, service, in_memory]):
        assert sum(costs(*stack).values()) == pytest.approx(expected)
