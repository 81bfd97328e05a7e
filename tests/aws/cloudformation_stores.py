"""CloudFormation: what graph databases and queues of MediaConvert are called there."""

from __future__ import annotations

from collections.abc import Mapping

from tests.aws import cloudformation_network

CLUSTER = "aws:neptune/cluster:Cluster"
SERVER = "aws:neptune/clusterInstance:ClusterInstance"
PARAMETERS = "aws:neptune/clusterParameterGroup:ClusterParameterGroup"
SUBNETS = "aws:neptune/subnetGroup:SubnetGroup"

TYPES = {
    "aws:mediaconvert/queue:Queue": "AWS::MediaConvert::Queue",
    CLUSTER: "AWS::Neptune::DBCluster",
    SERVER: "AWS::Neptune::DBInstance",
    PARAMETERS: "AWS::Neptune::DBClusterParameterGroup",
    SUBNETS: "AWS::Neptune::DBSubnetGroup",
}
NAMES: Mapping[str, Mapping[str, str]] = {
    CLUSTER: {
        "clusterIdentifier": "DBClusterIdentifier",
        "iamDatabaseAuthenticationEnabled": "IamAuthEnabled",
        "kmsKeyArn": "KmsKeyId",
        "neptuneClusterParameterGroupName": "DBClusterParameterGroupName",
        "neptuneSubnetGroupName": "DBSubnetGroupName",
        "serverlessV2ScalingConfiguration": "ServerlessScalingConfiguration",
    },
    SERVER: {
        "clusterIdentifier": "DBClusterIdentifier",
        "identifier": "DBInstanceIdentifier",
        "instanceClass": "DBInstanceClass",
        "neptuneSubnetGroupName": "DBSubnetGroupName",
    },
    SUBNETS: {"description": "DBSubnetGroupDescription", "name": "DBSubnetGroupName"},
}
# The types there are of one engine; snapshots are a matter of the deletion policy.
DROPPED = {
    CLUSTER: frozenset({"engine", "finalSnapshotIdentifier", "skipFinalSnapshot"}),
    SERVER: frozenset({"engine"}),
}


SHAPES = {PARAMETERS: cloudformation_network.parameters}
