"""Neptune: graph databases, which are planned only: the emulator has none."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage has no network, and no graph database in it")

TYPES = (
    planned(
        "aws:neptune/cluster:Cluster",
        inputs="backupRetentionPeriod clusterIdentifier copyTagsToSnapshot deletionProtection "
        "enableCloudwatchLogsExports engine engineVersion finalSnapshotIdentifier "
        "iamDatabaseAuthenticationEnabled kmsKeyArn neptuneClusterParameterGroupName "
        "neptuneSubnetGroupName serverlessV2ScalingConfiguration skipFinalSnapshot "
        "storageEncrypted tags vpcSecurityGroupIds",
        outputs="applyImmediately arn availabilityZones clusterIdentifierPrefix clusterMembers "
        "clusterResourceId endpoint hostedZoneId preferredBackupWindow preferredMaintenanceWindow "
        "readerEndpoint storageType",
        replace_on="clusterIdentifier engine kmsKeyArn neptuneSubnetGroupName storageEncrypted",
        naming=Naming(property="clusterIdentifier", limit=63, lower=True),
        blocks={"serverlessV2ScalingConfiguration": frozenset({"maxCapacity", "minCapacity"})},
    ),
    planned(
        "aws:neptune/clusterInstance:ClusterInstance",
        inputs="autoMinorVersionUpgrade clusterIdentifier engine identifier instanceClass "
        "neptuneSubnetGroupName publiclyAccessible tags",
        outputs="address applyImmediately arn availabilityZone dbiResourceId endpoint "
        "engineVersion identifierPrefix kmsKeyArn preferredBackupWindow "
        "preferredMaintenanceWindow storageEncrypted storageType writer",
        required="clusterIdentifier instanceClass",
        replace_on="clusterIdentifier engine identifier neptuneSubnetGroupName publiclyAccessible",
        naming=Naming(property="identifier", limit=63, lower=True),
    ),
    planned(
        "aws:neptune/subnetGroup:SubnetGroup",
        inputs="description name subnetIds tags",
        outputs="arn namePrefix",
        required="subnetIds",
        replace_on="name",
        naming=Naming(limit=255, lower=True),
        defaults={"description": "Managed by Pulumi"},
    ),
    planned(
        "aws:neptune/clusterParameterGroup:ClusterParameterGroup",
        inputs="description family name parameters tags",
        outputs="arn namePrefix",
        required="family",
        replace_on="description family name",
        naming=Naming(limit=255, lower=True),
        blocks={"parameters": frozenset({"applyMethod", "name", "value"})},
        defaults={"description": "Managed by Pulumi"},
    ),
)
