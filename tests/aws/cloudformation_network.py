"""CloudFormation: what networks and what is in them are called there."""

from __future__ import annotations

from collections.abc import Mapping

TYPES = {
    "aws:ec2/flowLog:FlowLog": "AWS::EC2::FlowLog",
    "aws:ec2/securityGroup:SecurityGroup": "AWS::EC2::SecurityGroup",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "AWS::EC2::SecurityGroupEgress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
}

# The default group of a VPC is there already.
OF_NO_TYPE = {"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}

RULE = {"securityGroupId": "GroupId", "cidrIpv4": "CidrIp"}
NAMES: Mapping[str, Mapping[str, str]] = {
    "aws:ec2/flowLog:FlowLog": {
        "vpcId": "ResourceId",
        "iamRoleArn": "DeliverLogsPermissionArn",
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        "name": "GroupName",
        "description": "GroupDescription",
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        **RULE,
        "referencedSecurityGroupId": "DestinationSecurityGroupId",
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        **RULE,
        "referencedSecurityGroupId": "SourceSecurityGroupId",
    },
}
