"""CloudFormation: what networks and what is in them are called there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Props = dict[str, Any]

TYPES = {
    "aws:ecs/cluster:Cluster": "AWS::ECS::Cluster",
    "aws:elasticache/serverlessCache:ServerlessCache": "AWS::ElastiCache::ServerlessCache",
    "aws:elasticache/user:User": "AWS::ElastiCache::User",
    "aws:elasticache/userGroup:UserGroup": "AWS::ElastiCache::UserGroup",
    "aws:rds/instance:Instance": "AWS::RDS::DBInstance",
    "aws:rds/parameterGroup:ParameterGroup": "AWS::RDS::DBParameterGroup",
    "aws:rds/proxy:Proxy": "AWS::RDS::DBProxy",
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": "AWS::RDS::DBProxyTargetGroup",
    "aws:rds/subnetGroup:SubnetGroup": "AWS::RDS::DBSubnetGroup",
    "aws:ec2/flowLog:FlowLog": "AWS::EC2::FlowLog",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "AWS::EC2::VPCEndpoint",
    "aws:ec2/securityGroup:SecurityGroup": "AWS::EC2::SecurityGroup",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "AWS::EC2::SecurityGroupEgress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
}

# The default group of a VPC is there already.
OF_NO_TYPE = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    # A part of the target group.
    "aws:rds/proxyTarget:ProxyTarget",
}

RULE = {"securityGroupId": "GroupId", "cidrIpv4": "CidrIp"}
LIMITS = "cacheUsageLimits"
NAMES: Mapping[str, Mapping[str, str]] = {
    "aws:ecs/cluster:Cluster": {"name": "ClusterName", "settings": "ClusterSettings"},
    "aws:elasticache/serverlessCache:ServerlessCache": {
        "name": "ServerlessCacheName",
        f"{LIMITS}.ecpuPerSeconds": "ECPUPerSecond",
    },
    "aws:rds/instance:Instance": {
        "identifier": "DBInstanceIdentifier",
        "instanceClass": "DBInstanceClass",
        "dbName": "DBName",
        "dbSubnetGroupName": "DBSubnetGroupName",
        "parameterGroupName": "DBParameterGroupName",
        "username": "MasterUsername",
        "multiAz": "MultiAZ",
        "vpcSecurityGroupIds": "VPCSecurityGroups",
    },
    "aws:rds/parameterGroup:ParameterGroup": {"name": "DBParameterGroupName"},
    "aws:rds/proxy:Proxy": {
        "name": "DBProxyName",
        "auths": "Auth",
        "requireTls": "RequireTLS",
        "auths.iamAuth": "IAMAuth",
    },
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
        "dbProxyName": "DBProxyName",
        "connectionPoolConfig": "ConnectionPoolConfigurationInfo",
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        "name": "DBSubnetGroupName",
        "description": "DBSubnetGroupDescription",
    },
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

# CloudFormation decides by a resource's DeletionPolicy.
DROPPED = {
    "aws:rds/instance:Instance": frozenset({"skipFinalSnapshot", "finalSnapshotIdentifier"}),
}


def parameters(props: Props) -> Props:
    """Parameters by their names, where Pulumi has a list of them."""
    named = {each["Name"]: each["Value"] for each in props["Parameters"]}
    return {**props, "Parameters": named}


def _cache(props: Props) -> Props:
    limits = props["CacheUsageLimits"]
    [units] = limits.pop("ECPUPerSecond")
    return {**props, "CacheUsageLimits": {**limits, "ECPUPerSecond": units}}


SHAPES: Mapping[str, Callable[[Props], Props]] = {
    "aws:ec2/flowLog:FlowLog": lambda props: {"ResourceType": "VPC", **props},
    "aws:elasticache/serverlessCache:ServerlessCache": _cache,
    "aws:rds/parameterGroup:ParameterGroup": parameters,
    "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": lambda props: {
        "TargetGroupName": "default",
        **props,
    },
}
