"""Networks: what they are made of, and which blocks and zones they take."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from pulumi_aws import cloudwatch, ec2, iam
from pulumi_awsx import ec2 as awsx

from components.network.network import Network, NetworkArgs
from components.network.placement import Placement
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

ZONES = ("eu-west-1a", "eu-west-1b")


def made(**args) -> Cloud:
    given = {"zones": ZONES, "defaults": defaults(), **args}
    return deploy(lambda: Network("shop", NetworkArgs(**given)).vpc_id)


def vpc(**args):
    return made(**args).one(awsx.Vpc).inputs


def test_a_network_has_public_private_and_isolated_subnets_in_each_zone():
    given = vpc()
    assert given["availabilityZoneNames"] == list(ZONES)
    assert given["subnetStrategy"] == "Auto"
    assert given["subnetSpecs"] == [
        {"type": "Public", "cidrBlocks": ["10.0.16.0/21", "10.0.48.0/21"]},
        {"type": "Private", "cidrBlocks": ["10.0.0.0/20", "10.0.32.0/20"]},
        {"type": "Isolated", "cidrBlocks": ["10.0.24.0/21", "10.0.56.0/21"]},
    ]


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.16.0.0/20", "192.168.4.0/22"])
@pytest.mark.parametrize("zones", [2, 3, 6])
def test_subnets_are_in_the_network_and_do_not_overlap(cidr, zones):
    names = tuple(f"eu-west-1{each}" for each in "abcdef"[:zones])
    specs = vpc(cidr=cidr, zones=names)["subnetSpecs"]
    blocks = [ip_network(block) for spec in specs for block in spec["cidrBlocks"]]
    assert len(blocks) == 3 * zones
    assert all(block.subnet_of(ip_network(cidr)) for block in blocks)
    assert not any(a.overlaps(b) for a in blocks for b in blocks if a is not b)


def test_one_more_zone_moves_no_subnet():
    two, three = vpc(), vpc(zones=(*ZONES, "eu-west-1c"))
    for before, after in zip(two["subnetSpecs"], three["subnetSpecs"], strict=True):
        assert after["cidrBlocks"][:2] == before["cidrBlocks"]


@pytest.mark.parametrize(
    ("nat", "strategy"), [("none", "None"), ("single", "Single"), ("one-per-zone", "OnePerAz")]
)
def test_the_way_to_the_internet_is_chosen(nat, strategy):
    assert vpc(nat=nat)["natGateways"] == {"strategy": strategy}


def test_s3_and_dynamodb_are_reached_by_gateway_endpoints_from_every_subnet():
    cloud = made(zones=("us-east-1a", "us-east-1b"))
    found = {each.name: each.inputs for each in cloud.all(ec2.VpcEndpoint)}
    assert {name: given["serviceName"] for name, given in found.items()} == {
        "shop-s3": "com.amazonaws.us-east-1.s3",
        "shop-dynamodb": "com.amazonaws.us-east-1.dynamodb",
    }
    for given in found.values():
        assert given["vpcId"] == "shop-vpc-id"
        assert len(given["routeTableIds"]) == 6
        assert "shop-private-1-routes-id" in given["routeTableIds"]
    # AWSX would name them by the service alone.
    assert "vpcEndpointSpecs" not in cloud.one(awsx.Vpc).inputs


def test_the_default_security_group_allows_nothing():
    given = made().one(ec2.DefaultSecurityGroup).inputs
    assert given["vpcId"] == "shop-vpc-id"
    assert "ingress" not in given
    assert "egress" not in given


def test_rejected_connections_are_logged_for_as_long_as_the_stage_says():
    cloud = made(defaults=defaults(log_retention_days=14))
    log, logs = cloud.one(ec2.FlowLog).inputs, cloud.one(cloudwatch.LogGroup)
    assert (log["trafficType"], log["vpcId"]) == ("REJECT", "shop-vpc-id")
    assert log["logDestination"] == f"arn:aws:cloudwatch:eu-west-1:123456789012:{logs.name}"
    assert logs.inputs["retentionInDays"] == 14
    assert made(flow_log_days=3).one(cloudwatch.LogGroup).inputs["retentionInDays"] == 3
    [statement] = cloud.one(iam.RolePolicy).json("policy")["Statement"]
    assert statement["Resource"] == [log["logDestination"], f"{log['logDestination']}:*"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"zones": ("eu-west-1a",)}, "zones must be between 2 and 6, got 1"),
        ({"zones": ("eu-west-1a", "eu-west-1a")}, "zones must be different ones of one Region"),
        ({"zones": ("eu-west-1a", "eu-west-2b")}, "got eu-west-1a, eu-west-2b"),
        ({"nat": "two"}, "nat must be one of none, single, one-per-zone, got two"),
        ({"cidr": "10.0.0.0/8"}, "cidr must be a private IPv4 block of /16 to /22, got 10.0.0.0/8"),
        ({"cidr": "10.0.0.0/23"}, "cidr must be a private IPv4 block"),
        ({"cidr": "8.8.0.0/16"}, "cidr must be a private IPv4 block"),
        ({"cidr": "fd00::/16"}, "cidr must be a private IPv4 block"),
        ({"cidr": "10.0.0.1/16"}, "cidr must be a block of IPv4 addresses, got 10.0.0.1/16"),
    ],
)
def test_what_makes_no_network_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        NetworkArgs(**{"zones": ZONES, **args})


def test_a_placement_has_the_groups_of_all_that_is_reached():
    one = Placement(subnets=["subnet-1"], groups=("sg-1", "sg-2"))
    other = Placement(subnets=["subnet-1"], groups=("sg-2", "sg-3"))
    assert (one + other).groups == ("sg-1", "sg-2", "sg-3")


def test_placements_of_two_networks_are_not_joined():
    with pytest.raises(ValueError, match="placements must be of one network to be joined"):
        Placement(subnets=["a"], groups=("sg-1",)) + Placement(subnets=["b"], groups=("sg-2",))


@pytest.mark.parametrize("groups", [(), ("1", "2", "3", "4", "5", "6")])
def test_a_placement_has_one_to_five_groups(groups):
    with pytest.raises(ValueError, match=f"groups must be 1 to 5, got {len(groups)}"):
        Placement(subnets=["a"], groups=groups)
