"""EC2: networks and what is in them, which are planned only.

The local stage makes no network: its functions run on this machine, and reach what it reaches.
"""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

NO_NETWORK = "the local stage makes no network"
RULE = (
    "cidrIpv4 cidrIpv6 description fromPort ipProtocol prefixListId referencedSecurityGroupId "
    "securityGroupId tags toPort"
)

planned = partial(planned_only, why=NO_NETWORK)

TYPES = (
    planned(
        "aws:ec2/vpc:Vpc",
        inputs="cidrBlock enableDnsHostnames enableDnsSupport instanceTenancy tags",
        outputs="arn assignGeneratedIpv6CidrBlock defaultNetworkAclId defaultRouteTableId "
        "defaultSecurityGroupId dhcpOptionsId ipv6AssociationId mainRouteTableId ownerId",
        replace_on="cidrBlock",
        defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
    ),
    planned("aws:ec2/internetGateway:InternetGateway", inputs="tags vpcId", outputs="arn ownerId"),
    planned(
        "aws:ec2/subnet:Subnet",
        inputs="assignIpv6AddressOnCreation availabilityZone cidrBlock mapPublicIpOnLaunch tags "
        "vpcId",
        outputs="arn availabilityZoneId ipv6CidrBlockAssociationId ownerId",
        required="vpcId",
        replace_on="availabilityZone cidrBlock vpcId",
        defaults={"assignIpv6AddressOnCreation": False, "mapPublicIpOnLaunch": False},
    ),
    planned(
        "aws:ec2/routeTable:RouteTable",
        inputs="tags vpcId",
        outputs="arn ownerId propagatingVgws routes",
        required="vpcId",
        replace_on="vpcId",
    ),
    planned(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        inputs="routeTableId subnetId",
        required="routeTableId",
        replace_on="subnetId",
    ),
    planned(
        "aws:ec2/route:Route",
        inputs="destinationCidrBlock gatewayId natGatewayId routeTableId",
        outputs="instanceId instanceOwnerId networkInterfaceId origin state",
        required="routeTableId",
        replace_on="destinationCidrBlock routeTableId",
    ),
    planned(
        "aws:ec2/eip:Eip",
        inputs="domain tags",
        outputs="allocationId arn associationId carrierIp customerOwnedIp instance "
        "networkBorderGroup networkInterface privateDns privateIp ptrRecord publicDns publicIp "
        "publicIpv4Pool",
        defaults={"domain": "vpc"},
    ),
    planned(
        "aws:ec2/natGateway:NatGateway",
        inputs="allocationId connectivityType subnetId tags",
        outputs="associationId autoProvisionZones autoScalingIps networkInterfaceId privateIp "
        "publicIp regionalNatGatewayAddresses regionalNatGatewayAutoMode routeTableId "
        "secondaryPrivateIpAddressCount secondaryPrivateIpAddresses",
        replace_on="allocationId connectivityType subnetId",
        defaults={"connectivityType": "public"},
    ),
    planned(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        inputs="policy privateDnsEnabled routeTableIds securityGroupIds serviceName subnetIds tags "
        "vpcEndpointType vpcId",
        outputs="arn cidrBlocks dnsEntries ipAddressType networkInterfaceIds ownerId prefixListId "
        "requesterManaged serviceRegion state",
        required="vpcId",
        replace_on="serviceName vpcEndpointType vpcId",
        documents=frozenset({"policy"}),
        defaults={"vpcEndpointType": "Gateway"},
    ),
    planned(
        "aws:ec2/securityGroup:SecurityGroup",
        inputs="description name tags vpcId",
        outputs="arn egress ingress ownerId",
        replace_on="description name vpcId",
        naming=Naming(limit=255),
        defaults={"description": "Managed by Pulumi"},
    ),
    *(
        planned(
            f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule",
            inputs=RULE,
            outputs="arn securityGroupRuleId",
            required="ipProtocol securityGroupId",
            replace_on="securityGroupId",
        )
        for way in ("Ingress", "Egress")
    ),
    planned(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        inputs="tags vpcId",
        outputs="arn description egress ingress name namePrefix ownerId",
        replace_on="vpcId",
    ),
    planned(
        "aws:ec2/flowLog:FlowLog",
        inputs="iamRoleArn logDestination logDestinationType maxAggregationInterval tags "
        "trafficType vpcId",
        outputs="arn logFormat",
        defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
    ),
)
