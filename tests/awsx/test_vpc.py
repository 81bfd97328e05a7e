"""The stand-in for AWSX: the resources below a VPC, with its names and its routes."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import ec2

from components.network.network import Network, NetworkArgs
from local.awsx.provider import StandIn
from local.awsx.vpc import Vpc
from tests.cloud import Cloud, deploy

ZONES = ("eu-west-1a", "eu-west-1b")


def asked(**args):
    """What ``Network`` asks AWSX for."""
    cloud = deploy(lambda: Network("shop", NetworkArgs(zones=ZONES, **args)).vpc_id)
    [vpc] = [each for each in cloud.resources if each.type == "awsx:ec2:Vpc"]
    return dict(vpc.inputs)


def planned(**args) -> Cloud:
    inputs = asked(**args)
    return deploy(lambda: pulumi.Output.all(**Vpc("shop", inputs, None).state))


def names(cloud, kind):
    return sorted(each.name for each in cloud.all(kind))


def test_each_subnet_has_a_route_table_and_belongs_to_its_zone():
    cloud = planned()
    wanted = sorted(
        f"shop-{kind}-{n}" for kind in ("public", "private", "isolated") for n in (1, 2)
    )
    assert names(cloud, ec2.Subnet) == wanted
    assert names(cloud, ec2.RouteTable) == wanted
    assert names(cloud, ec2.RouteTableAssociation) == wanted
    second = cloud.one(ec2.Subnet, "shop-private-2").inputs
    assert (second["availabilityZone"], second["cidrBlock"]) == ("eu-west-1b", "10.0.32.0/20")
    assert second["mapPublicIpOnLaunch"] is False
    assert cloud.one(ec2.Subnet, "shop-public-1").inputs["mapPublicIpOnLaunch"] is True


def test_a_subnet_is_below_the_vpc_and_its_table_below_it():
    cloud = planned()
    subnet, table = (
        cloud.one(ec2.Subnet, "shop-public-1"),
        cloud.one(ec2.RouteTable, "shop-public-1"),
    )
    assert subnet.parent == cloud.one(ec2.Vpc).urn
    assert table.parent == subnet.urn
    assert cloud.one(ec2.Route, "shop-public-1").parent == table.urn


@pytest.mark.parametrize(
    ("nat", "gateways"),
    [("none", []), ("single", ["shop-1"]), ("one-per-zone", ["shop-1", "shop-2"])],
)
def test_nat_gateways_are_in_public_subnets_with_an_address_each(nat, gateways):
    cloud = planned(nat=nat)
    assert names(cloud, ec2.NatGateway) == gateways
    assert names(cloud, ec2.Eip) == gateways
    for each in cloud.all(ec2.NatGateway):
        assert each.inputs["subnetId"] == f"shop-public-{each.name[-1]}-id"


def test_private_subnets_have_a_route_to_the_gateway_of_their_zone_and_isolated_ones_none():
    alone, each, none = planned(nat="single"), planned(nat="one-per-zone"), planned(nat="none")
    routes = {r.name: r.inputs.get("natGatewayId") for r in alone.all(ec2.Route)}
    assert routes["shop-private-1"] == routes["shop-private-2"] == "shop-1-id"
    assert each.one(ec2.Route, "shop-private-2").inputs["natGatewayId"] == "shop-2-id"
    assert names(none, ec2.Route) == ["shop-public-1", "shop-public-2"]
    for cloud in (alone, each, none):
        assert not any("isolated" in name for name in names(cloud, ec2.Route))


def test_two_networks_of_a_region_have_no_name_in_common():
    def program():
        networks = [Network(name, NetworkArgs(zones=ZONES)) for name in ("shop", "lab")]
        return pulumi.Output.all(*[each.vpc_id for each in networks])

    cloud = deploy(program)
    found = [each for each in cloud.resources if each.type == "awsx:ec2:Vpc"]
    urns = [each.urn for each in cloud.resources]
    for asked_for in found:
        below = deploy(lambda of=asked_for: Vpc(of.name, dict(of.inputs), None).urn)
        urns += [each.urn for each in below.resources]
    assert len(urns) == len(set(urns))


def test_the_ids_of_subnets_are_given_by_kind():
    state = planned().result
    assert state["privateSubnetIds"] == ["shop-private-1-id", "shop-private-2-id"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ipv4IpamPoolId": "pool"}, "ipv4IpamPoolId is not supported here"),
        ({"subnetStrategy": "Legacy"}, "supported here are subnetStrategy Auto"),
        ({"subnetSpecs": [{"type": "Public"}]}, "subnetSpecs with cidrBlocks"),
    ],
)
def test_what_the_stand_in_does_not_plan_is_refused(change, said):
    inputs = {**asked(), **change}
    with pytest.raises(pulumi.RunError, match=said):
        deploy(lambda: Vpc("shop", inputs, None).urn)


def test_an_unknown_component_is_refused_and_so_is_a_deployment():
    with pytest.raises(pulumi.RunError, match=r"awsx:lb:Nothing is not supported here"):
        StandIn("3.11.0").construct("a", "awsx:lb:Nothing", {})
    with pytest.raises(pulumi.RunError, match="the stand-in for the AWSX plugin only plans"):
        deploy(lambda: StandIn("3.11.0").construct("shop", "awsx:ec2:Vpc", {}).urn)
