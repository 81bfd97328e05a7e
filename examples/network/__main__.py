"""A function in a network, which reaches a table without going through the internet."""

import pulumi
import pulumi_aws as aws

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.network.network import Network, NetworkArgs
from components.network.placement import Placement

network = Network("shop", NetworkArgs(zones=("eu-west-1a", "eu-west-1b"), nat="none"))
clients = aws.ec2.SecurityGroup("shop-clients", vpc_id=network.vpc_id, description="Clients")
aws.vpc.SecurityGroupEgressRule(
    "shop-clients-https",
    security_group_id=clients.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    cidr_ipv4="0.0.0.0/0",
)
visits = Table("visits", TableArgs(key="page"))
count = Function(
    "count",
    FunctionArgs(
        handler="visits.handle",
        code="app",
        preset="api",
        network=Placement(subnets=network.private_subnet_ids, groups=(clients.id,)),
        uses=(visits.update("VISITS_TABLE"),),
    ),
)
api = HttpApi("shop", HttpApiArgs(routes=(Route.get("/visits", count, public=True),)))

pulumi.export("url", api.url)
pulumi.export("vpc", network.vpc_id)
