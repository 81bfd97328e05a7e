"""VPC rules: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import ec2
from pulumi_aws import vpc as aws

from policies.framework.resource import UNKNOWN
from policies.rules import vpc
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource

LIST = resource(ec2.ManagedPrefixList, "l")


def group(first, last, **properties):
    rule = {"protocol": "tcp", "fromPort": float(first), "toPort": float(last), **properties}
    return [resource(ec2.SecurityGroup, "g", ingress=[rule])]


def beside(kind, **properties):
    ports = {"fromPort": 22.0, "toPort": 22.0}
    return [resource(ec2.SecurityGroupRule, "r", type=kind, **ports, **properties)]


def ingress(first, last, **properties):
    ports = {} if first is None else {"fromPort": float(first), "toPort": float(last)}
    return [resource(aws.SecurityGroupIngressRule, "i", **ports, **properties)]


ALLOWED = {
    vpc.ingress_is_not_open: {
        "HTTPS from everywhere": ingress(443, 443, cidrIpv4="0.0.0.0/0"),
        "a database from its clients": ingress(5432, 5432, referencedSecurityGroupId="sg-1"),
        "a database from a block, in the group": group(5432, 5432, cidrBlocks=["10.0.0.0/16"]),
        "to everywhere": beside("egress", cidrBlocks=["0.0.0.0/0"]),
        "a group without rules": [resource(ec2.SecurityGroup, "g")],
        "a group in a preview": [resource(ec2.SecurityGroup, "g", ingress=UNKNOWN)],
        "a database from a block": ingress(5432, 5432, cidrIpv4="10.0.0.0/16"),
    }
}
REFUSED = {
    vpc.ingress_is_not_open: {
        "a database": ingress(5432, 5432, cidrIpv4="0.0.0.0/0"),
        "in the group": group(5432, 5432, cidrBlocks=["10.0.0.0/16", "0.0.0.0/0"]),
        "in the group, from what is not known yet": [
            *(LIST, resource(ec2.SecurityGroup, "g", {"ingress": [LIST]}, ingress=UNKNOWN))
        ],
        "in the group by IPv6": group(22, 22, ipv6CidrBlocks=["::/0"]),
        "in a rule of the older type": beside("ingress", cidrBlocks=["0.0.0.0/0"]),
        "by IPv6": ingress(22, 22, cidrIpv6="::/0"),
        "a range": ingress(80, 443, cidrIpv4="0.0.0.0/0"),
        "every port": ingress(None, None, cidrIpv4="0.0.0.0/0"),
    }
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
