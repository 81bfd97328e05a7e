"""RDS: databases and their proxies, which are planned only."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage has no network, and no database in it")

TYPES = (
    planned(
        "aws:rds/instance:Instance",
        inputs="allocatedStorage autoMinorVersionUpgrade backupRetentionPeriod copyTagsToSnapshot "
        "dbName dbSubnetGroupName deletionProtection engine engineVersion finalSnapshotIdentifier "
        "identifier instanceClass kmsKeyId manageMasterUserPassword masterUserSecretKmsKeyId "
        "maxAllocatedStorage multiAz parameterGroupName publiclyAccessible skipFinalSnapshot "
        "storageEncrypted storageType tags username vpcSecurityGroupIds",
        outputs="address arn availabilityZone backupTarget backupWindow caCertIdentifier "
        "characterSetName databaseInsightsMode endpoint engineLifecycleSupport engineVersionActual "
        "hostedZoneId iops latestRestorableTime licenseModel listenerEndpoints maintenanceWindow "
        "masterUserSecrets monitoringRoleArn ncharCharacterSetName networkType optionGroupName "
        "performanceInsightsEnabled performanceInsightsKmsKeyId performanceInsightsRetentionPeriod "
        "port replicaMode replicas resourceId snapshotIdentifier status storageThroughput timezone "
        "upgradeRolloutOrder",
        required="instanceClass",
        replace_on="dbName dbSubnetGroupName engine identifier kmsKeyId storageEncrypted username",
        naming=Naming(property="identifier", limit=63, lower=True),
    ),
    planned(
        "aws:rds/subnetGroup:SubnetGroup",
        inputs="description name subnetIds tags",
        outputs="arn supportedNetworkTypes vpcId",
        required="subnetIds",
        replace_on="name",
        naming=Naming(limit=255, lower=True),
        defaults={"description": "Managed by Pulumi"},
    ),
    planned(
        "aws:rds/parameterGroup:ParameterGroup",
        inputs="description family name parameters tags",
        outputs="arn",
        required="family",
        replace_on="description family name",
        naming=Naming(limit=255, lower=True),
        blocks={"parameters": frozenset({"applyMethod", "name", "value"})},
        defaults={"description": "Managed by Pulumi"},
    ),
    planned(
        "aws:rds/proxy:Proxy",
        inputs="auths engineFamily idleClientTimeout name requireTls roleArn tags "
        "vpcSecurityGroupIds vpcSubnetIds",
        outputs="arn defaultAuthScheme endpoint endpointNetworkType targetConnectionNetworkType",
        required="engineFamily roleArn vpcSubnetIds",
        replace_on="engineFamily name vpcSubnetIds",
        naming=Naming(limit=63, lower=True),
        blocks={"auths": frozenset({"authScheme", "iamAuth", "secretArn"})},
    ),
    planned(
        "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
        inputs="connectionPoolConfig dbProxyName",
        outputs="arn name",
        required="dbProxyName",
        replace_on="dbProxyName",
        blocks={
            "connectionPoolConfig": frozenset({"connectionBorrowTimeout", "maxConnectionsPercent"})
        },
    ),
    planned(
        "aws:rds/proxyTarget:ProxyTarget",
        inputs="dbInstanceIdentifier dbProxyName targetGroupName",
        outputs="endpoint port rdsResourceId targetArn trackedClusterId type",
        required="dbProxyName targetGroupName",
        replace_on="dbInstanceIdentifier dbProxyName targetGroupName",
    ),
)
